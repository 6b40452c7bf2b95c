"""What a provider says of a transfer, held against what we know: one total table.

A payout moves forward only. What is behind it is stale, what contradicts an end is a conflict: it
goes to suspense and to a person, and the status stays what it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.domain.transfers import Transfer, TransferStatus
from services.kit.money import Money


class Judgement(StrEnum):
    """What is to be done about what was heard."""

    SETTLE = "settle"
    FAIL = "fail"
    RETURN = "return"
    SETTLE_AND_RETURN = "settle_and_return"
    NOTE = "note"  # it is under way: nothing moves yet
    STALE = "stale"  # it is behind what we know
    CONFLICT = "conflict"  # it contradicts how the payout ended
    QUARANTINE = "quarantine"  # it is not about what we sent, or we sent nothing


_J, _P, _T = Judgement, PayoutStatus, TransferStatus

_UNSENT: Final = dict.fromkeys(_T, _J.QUARANTINE)
_OPEN: Final = {
    _T.PROCESSING: _J.NOTE,
    _T.SETTLED: _J.SETTLE,
    _T.FAILED: _J.FAIL,
    _T.RETURNED: _J.SETTLE_AND_RETURN,
}
JUDGEMENTS: Final[Mapping[PayoutStatus, Mapping[TransferStatus, Judgement]]] = {
    _P.CREATED: _UNSENT,
    _P.CONDITIONS_PENDING: _UNSENT,
    _P.READY: _UNSENT,
    _P.APPROVED: _UNSENT,
    _P.CANCELLED: _UNSENT,
    _P.SUBMITTED: _OPEN,
    _P.UNKNOWN: _OPEN,
    _P.SETTLED: {
        _T.PROCESSING: _J.STALE,
        _T.SETTLED: _J.STALE,
        _T.FAILED: _J.CONFLICT,
        _T.RETURNED: _J.RETURN,
    },
    _P.FAILED: {
        _T.PROCESSING: _J.STALE,
        _T.SETTLED: _J.CONFLICT,
        _T.FAILED: _J.STALE,
        _T.RETURNED: _J.CONFLICT,
    },
    # The money is back, whatever is said of how it got there.
    _P.RETURNED: dict.fromkeys(_T, _J.STALE),
}

# Money that moved has a day it moved on, from which it counts: not one before it was sent.
_NEEDS_SETTLED_ON: Final = frozenset({_J.SETTLE, _J.SETTLE_AND_RETURN})
_NEEDS_RETURNED_ON: Final = frozenset({_J.RETURN, _J.SETTLE_AND_RETURN})


@dataclass(frozen=True, slots=True)
class Sent:
    """What we sent under a key, as far as it can be compared; nothing was sent without an index.

    `account_index` is the keyed hash of the account number, `value_date` the day it is to move on
    and `settled_on` the day we know it did.
    """

    key: str
    amount: Money
    account_index: bytes | None = field(repr=False)
    value_date: date | None
    settled_on: date | None


def judge(
    status: PayoutStatus, sent: Sent, heard: Transfer, heard_index: bytes, today: date
) -> Judgement:
    """What to do about `heard`, whose account number hashes to `heard_index`, on business day
    `today`.
    """
    is_ours = (sent.key, sent.amount, sent.account_index) == (
        heard.key,
        heard.amount,
        heard_index,
    )
    if not is_ours:
        return Judgement.QUARANTINE
    judgement = JUDGEMENTS[status][heard.status]
    if judgement in _NEEDS_SETTLED_ON and not _may_have_settled(sent, heard.settled_on, today):
        return Judgement.QUARANTINE
    arrived_on = heard.settled_on if judgement is _J.SETTLE_AND_RETURN else sent.settled_on
    if judgement in _NEEDS_RETURNED_ON and not _may_be_back(arrived_on, heard.returned_on, today):
        return Judgement.QUARANTINE
    return judgement


def may_have_settled(value_date: date | None, settled_on: date, today: date) -> bool:
    """Whether money sent for `value_date` can have moved on `settled_on`: the loan begins then."""
    return value_date is not None and value_date <= settled_on <= max(value_date, today)


def moved_on(value_date: date | None, settled_on: date | None, today: date) -> date:
    """The day from which money counts that moved though it was not to: the day it is said to have
    moved on, where that can be, else `today`.
    """
    if settled_on is not None and may_have_settled(value_date, settled_on, today):
        return settled_on
    return today


def _may_have_settled(sent: Sent, settled_on: date | None, today: date) -> bool:
    return settled_on is not None and may_have_settled(sent.value_date, settled_on, today)


def _may_be_back(settled_on: date | None, returned_on: date | None, today: date) -> bool:
    """Neither before it arrived nor on a day to come; whoever hears of it may be a day behind."""
    if settled_on is None or returned_on is None:
        return False
    return settled_on <= returned_on <= max(settled_on, today)
