"""Where an application came in."""

from enum import StrEnum


class Channel(StrEnum):
    """The doors of the lender."""

    WEB = "web"
    MOBILE_APP = "mobile_app"
    MINI_PROGRAM = "mini_program"
    PARTNER = "partner"
    BRANCH = "branch"
    PHONE = "phone"
