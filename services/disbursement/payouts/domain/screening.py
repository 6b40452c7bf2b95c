"""What a look at the lists said of those who stand for a loan, on the day it is to be paid."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ScreeningOutcome(StrEnum):
    """What a look came to; clients must tolerate new ones.

    Nobody was looked for before payouts were screened at all: what was sent until then says so.
    """

    CLEAR = "clear"
    LISTED = "listed"
    NOT_ASKED = "not_asked"


class Withheld(StrEnum):
    """Why underwriting says nothing of a loan it approved, until that is over."""

    GROUP_LATE = "group_late_since"


@dataclass(frozen=True, slots=True)
class Screened:
    """A look that was made: what it came to, about which lists, on which business day."""

    outcome: ScreeningOutcome
    list_version: str
    screened_on: date
