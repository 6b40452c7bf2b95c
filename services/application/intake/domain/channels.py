"""Where an application came in."""

from enum import StrEnum


class ApplicationChannel(StrEnum):
    """The doors of the lender."""

    APP = "app"
    WEB = "web"
    MINI_PROGRAM = "mini_program"
    PARTNER = "partner"
    BRANCH = "branch"
    PHONE = "phone"
