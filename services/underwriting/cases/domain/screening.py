"""Whether money may go out to those who stand for a loan, by the lists as they are now."""

from collections.abc import Collection
from enum import StrEnum

from services.underwriting.domain.statuses import ListStatus


class ScreeningOutcome(StrEnum):
    """What a look at the lists before a payout came to; clients must tolerate new ones."""

    CLEAR = "clear"
    LISTED = "listed"


def outcome_of(status: ListStatus, news: Collection[str]) -> ScreeningOutcome:
    """What a look comes to that found the worst of `status`; `news` the decision knew nothing of.

    What was found when the loan was decided, people saw and approved. Nobody approves against the
    very person on a list that shuts out: that counts however long it has stood there.
    """
    is_listed = status is ListStatus.HIT or bool(news)
    return ScreeningOutcome.LISTED if is_listed else ScreeningOutcome.CLEAR
