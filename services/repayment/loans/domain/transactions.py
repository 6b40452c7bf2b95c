"""What happened to a loan, and what may still be taken back of it."""

from collections.abc import Iterable, Sequence
from typing import Final

from services.loan_engine.servicing.transactions import Kind, Transaction, standing

_MONEY: Final = frozenset({Kind.RECEIVED, Kind.PREPAID, Kind.REFUNDED})
_DEPENDENT: Final = frozenset({Kind.CHARGED, Kind.WAIVED})


def is_funding_in_use(history: Iterable[Transaction]) -> bool:
    """Whether money came or went beside what was paid out, which its return would leave hanging."""
    return any(each.kind in _MONEY for each in standing(history))


def going_with_funding(history: Iterable[Transaction]) -> Sequence[Transaction]:
    """The fees charged and the waivers that stand, the latest first: no money ever moved.

    Without the funding there is nothing they were for.
    """
    return [each for each in reversed(standing(history)) if each.kind in _DEPENDENT]
