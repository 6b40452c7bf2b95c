"""A statement of account: what a loan came to, each thing that moved it, and what it comes to.

What is owed part by part, less what lies in suspense. Interest, penalty and compound are told as
they were borne until a day on which something else happened, or until the last one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.line import GROWING, PLACE, Line
from services.loan_engine.servicing.transactions import Kind, Transaction

PERIOD_DAYS_MAX: Final = 366
PERIOD_DAYS_DEFAULT: Final = 31
MOVEMENTS_MAX: Final = 5_000
_DAY: Final = timedelta(days=1)
_NOTHING: Final[Mapping[Component, int]] = MappingProxyType({})


class MovementKind(StrEnum):
    """What can move a balance."""

    BORNE = "borne"
    CHARGED = "charged"
    DISBURSED = "disbursed"
    WAIVED = "waived"
    RECEIVED = "received"
    PREPAID = "prepaid"
    APPLIED = "applied"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed part by part, and what waits to pay it; or what both moved by."""

    parts: Mapping[Component, int] = field(default_factory=lambda: _NOTHING)
    suspense_minor: int = 0

    @property
    def total_minor(self) -> int:
        """What is owed in all, less what waits; below zero it is the borrower's."""
        return sum(self.parts.values()) - self.suspense_minor

    def moved(self, by: "Balance") -> "Balance":
        """The balance after that movement."""
        parts = {each: self.parts.get(each, 0) + by.parts.get(each, 0) for each in Component}
        return Balance(parts, self.suspense_minor + by.suspense_minor)

    @property
    def is_nothing(self) -> bool:
        """Whether no part of it is anything."""
        return not any((*self.parts.values(), self.suspense_minor))


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moved the balance; `reference` names the transaction, if it was one."""

    on: date
    kind: MovementKind
    reference: str | None
    by: Balance


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement, and the balance after it."""

    what: Moved
    balance: Balance


@dataclass(frozen=True, slots=True)
class Statement:
    """The account from the close of the day before `begins_on` to that of `ends_on`."""

    begins_on: date
    ends_on: date
    opening: Balance
    movements: Sequence[Movement]
    closing: Balance


def statement_of(
    loan: Folded, history: Sequence[Transaction], begins_on: date, ends_on: date
) -> Statement:
    """The statement of a loan that `history`, in its order, was folded into."""
    opening = balance = balance_on(loan, begins_on - _DAY)
    movements: list[Movement] = []
    for moved in _moves(loan, history, begins_on, ends_on):
        balance = balance.moved(moved.by)
        movements.append(Movement(moved, balance))
    return Statement(begins_on, ends_on, opening, movements, balance)


def balance_on(loan: Folded, day: date) -> Balance:
    """The balance at the close of `day`, before the night."""
    line = loan.line_on(day)
    if line is None:
        return Balance(dict.fromkeys(Component, 0))
    owed = {component: line.owed(component, day) for component in Component}
    return Balance(owed, line.moved.suspense)


def _moves(
    loan: Folded, history: Sequence[Transaction], begins_on: date, ends_on: date
) -> Iterator[Moved]:
    day_before = begins_on - _DAY
    for day in _days(loan, history, begins_on, ends_on):
        night = _Night(loan, day_before, day)
        facts = [each for each in history if each.value_date == day]
        for moved in (*night.borne(), *_of_day(loan, night, facts)):
            if not moved.by.is_nothing:
                yield moved
        day_before = day


def _days(
    loan: Folded, history: Sequence[Transaction], begins_on: date, ends_on: date
) -> Sequence[date]:
    """The days on which something happened, and the last one."""
    happened = {each.value_date for each in history}
    happened |= {each.on for each in loan.allocations}
    happened |= {each.due_on for each in loan.instalments}
    within = {day for day in happened if begins_on <= day <= ends_on}
    return sorted(within | {ends_on})


class _Night:
    """What came to a loan from the close of one day to that of another."""

    def __init__(self, loan: Folded, start: date, day: date) -> None:
        self.day = day
        self._before, self._before_on = loan.line_on(start), start
        self._line = loan.line_on(day)

    def earned(self, component: Component) -> int:
        """What `component` came to in between, whatever became of it."""
        return _earned(self._line, component, self.day) - _earned(
            self._before, component, self._before_on
        )

    def waived(self, component: Component) -> int:
        """What of it was forgiven in between."""
        place = PLACE[component]
        return sum(
            sign * line.moved.waived[place]
            for sign, line in ((1, self._line), (-1, self._before))
            if line is not None
        )

    def borne(self) -> Iterator[Moved]:
        """What grew by itself."""
        parts = {component: self.earned(component) for component in GROWING}
        yield Moved(self.day, MovementKind.BORNE, None, Balance(parts))


def _earned(line: Line | None, component: Component, day: date) -> int:
    return 0 if line is None else line.earned(component, day)


def _of_day(loan: Folded, night: _Night, facts: Sequence[Transaction]) -> Iterator[Moved]:
    """What a day brought, in its order: dues, money that waited for them, then transactions."""
    day, fees = night.day, night.earned(Component.FEE)
    charged = sum(each.amount_minor for each in facts if each.kind is Kind.CHARGED)
    yield Moved(day, MovementKind.CHARGED, None, Balance({Component.FEE: fees - charged}))
    spent = _spent(loan, day)
    known = {each.reference for each in facts}
    for reference, parts in spent.items():
        if reference not in known:
            yield Moved(day, MovementKind.APPLIED, reference, _paying(parts))
    forgiven = {component: night.waived(component) for component in Component}
    for each in facts:
        yield _of(each, spent.get(each.reference, _NOTHING), forgiven)


def _spent(loan: Folded, day: date) -> Mapping[str, Mapping[Component, int]]:
    """What each receipt paid on a day, part by part."""
    found: dict[str, dict[Component, int]] = defaultdict(lambda: dict.fromkeys(Component, 0))
    for each in loan.allocations:
        if each.on == day and each.component is not None:
            found[each.reference][each.component] += each.amount_minor
    return found


def _paying(parts: Mapping[Component, int], received_minor: int = 0) -> Balance:
    paid = {component: -amount for component, amount in parts.items()}
    return Balance(paid, received_minor - sum(parts.values()))


def _of(fact: Transaction, spent: Mapping[Component, int], forgiven: dict[Component, int]) -> Moved:
    """What a transaction moved; `forgiven` is what waivers of its day still have to tell."""
    amount, kind = fact.amount_minor, MovementKind(fact.kind.value)
    match fact.kind:
        case Kind.DISBURSED:
            by = Balance({Component.PRINCIPAL: amount})
        case Kind.CHARGED:
            by = Balance({Component.FEE: amount})
        case Kind.WAIVED:
            part = min(amount, forgiven[fact.component])
            forgiven[fact.component] -= part
            by = Balance({fact.component: -part})
        case Kind.REFUNDED:
            by = Balance(suspense_minor=-amount)
        case _:
            by = _paying(spent, amount)
    return Moved(fact.value_date, kind, fact.reference, by)
