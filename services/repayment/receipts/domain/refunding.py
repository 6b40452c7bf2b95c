"""Whether a refund fits: its receipt has not been given back yet, its money waits, none is older.

What the fold gives back is the oldest money there is, whoever the refund names. A receipt that
comes to be known later may be older than one that was given back already; so both are counted:
what refunds name, and what went out of suspense.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.loan_engine.servicing.fold import Folded
from services.repayment.receipts.domain.errors import MoneyGivenBack, NotWaiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunding:
    """A refund of `amount_minor` of the receipt `reference`, which did not pay `idle_minor`.

    `named` is what other refunds name that took their money, by receipt.
    """

    reference: str
    amount_minor: int
    idle_minor: int
    named: Mapping[str, int]

    def require_fit(self, before: Folded, after: Folded, opening: date) -> None:
        """Raise `NotWaiting` unless all of it is there, its receipt's own, and in its turn.

        `before` is the loan without it, `after` the loan with it.
        """
        was, becomes = _given_back(before, opening), _given_back(after, opening)
        named = Counter(self.named) + Counter({self.reference: self.amount_minor})
        is_there = becomes.total() - was.total() == self.amount_minor
        is_its_own = named[self.reference] <= self.idle_minor
        taken_from = becomes - was
        is_in_turn = all(becomes[each] <= named[each] for each in taken_from)
        if not (is_there and is_its_own and is_in_turn):
            raise NotWaiting


def require_there(before: Folded, after: Folded) -> None:
    """Raise `MoneyGivenBack` for money of an earlier day that makes any be missing since.

    `before` is the loan without it, `after` the loan with it. More money leaves a refund less only
    where a prepayment of before it ends the loan with what waited.
    """
    if any(line.moved.overdrawn > _missing(before, line.from_day) for line in after.lines):
        raise MoneyGivenBack


def _missing(loan: Folded, day: date) -> int:
    line = loan.line_on(day)
    assert line is not None  # no money is of a day before the loan began
    return line.moved.overdrawn


def _given_back(loan: Folded, opening: date) -> Counter[str]:
    """What went out of suspense by `opening`, by the receipt whose money it was."""
    given = Counter[str]()
    for each in loan.allocations:
        if each.component is None and each.on <= opening:
            given[each.reference] += each.amount_minor
    return given
