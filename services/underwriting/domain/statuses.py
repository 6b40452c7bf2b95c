"""What the checks can find: on identity, on the lists, at the credit bureau."""

from enum import StrEnum


class IdentityStatus(StrEnum):
    """Whether the borrower is who they say."""

    PASSED = "passed"
    FAILED = "failed"
    UNVERIFIED = "unverified"


class ListStatus(StrEnum):
    """Nobody alike on any list, somebody alike, or the very person."""

    CLEAR = "clear"
    POSSIBLE = "possible"
    HIT = "hit"


class BureauStatus(StrEnum):
    """What the bureau had: a report, nothing on this person, or no answer to be had."""

    REPORTED = "reported"
    NO_RECORD = "no_record"
    NO_CONSENT = "no_consent"
    UNAVAILABLE = "unavailable"
