"""Instalments as they fall due: what each asks for, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from services.loan_engine.servicing.components import Component

# What an instalment itself consists of; penalties belong to the loan as a whole.
SCHEDULED: Final = (Component.FEE, Component.INTEREST, Component.PRINCIPAL)


class Origin(StrEnum):
    """Why something is due; days past due are counted by what the schedule asks for alone."""

    SCHEDULE = "schedule"
    DISBURSEMENT = "disbursement"
    CHARGE = "charge"
    PREPAYMENT = "prepayment"


class InstalmentState(StrEnum):
    """How an instalment stands on a day; derived, never stored."""

    SCHEDULED = "scheduled"
    DUE = "due"
    PARTIAL = "partial"
    GRACE = "grace"
    OVERDUE = "overdue"
    PAID = "paid"
    PAID_LATE = "paid_late"
    WAIVED = "waived"


class Settlement(NamedTuple):
    """A part of an instalment that was paid, or forgiven, on a day."""

    on: date
    component: Component
    amount_minor: int
    is_waiver: bool


@dataclass(slots=True, kw_only=True)
class Instalment:
    """Something due on a day; amounts by component, in minor units.

    `number` counts the schedule's rows from 1; what is no row of it has 0. `balance_minor` is the
    principal that is not yet due after it.
    """

    number: int
    origin: Origin
    due_on: date
    due: dict[Component, int]
    balance_minor: int
    settlements: list[Settlement] = field(default_factory=list)
    bears_penalty: bool = False
    _settled: dict[Component, int] = field(default_factory=dict, repr=False)
    _settled_minor: int = field(default=0, repr=False)

    def left(self, component: Component) -> int:
        """What is still to be paid of `component` when all that is known is counted."""
        return self.due.get(component, 0) - self._settled.get(component, 0)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left of it when all that is known is counted."""
        return self._settled_minor == sum(self.due.values())

    def settle(self, settlement: Settlement) -> None:
        """Take a part of it, not more than is left, as paid or forgiven."""
        component = settlement.component
        self.settlements.append(settlement)
        self._settled[component] = self._settled.get(component, 0) + settlement.amount_minor
        self._settled_minor += settlement.amount_minor

    def paid(self, component: Component, day: date) -> int:
        """What had been paid of `component` by the close of `day`."""
        return sum(
            one.amount_minor
            for one in self._until(day)
            if one.component is component and not one.is_waiver
        )

    def settled_on(self, day: date) -> date | None:
        """The day on which nothing was left of it, if that was by the close of `day`."""
        total = sum(self.due.values())
        if total == 0:
            return self.due_on if self.due_on <= day else None
        for one in self._until(day):
            total -= one.amount_minor
            if total == 0:
                return one.on
        return None

    def state(self, day: date, grace_days: int) -> InstalmentState:
        """How it stands at the close of `day`."""
        settled_on = self.settled_on(day)
        if settled_on is not None:
            return self._end(settled_on, grace_days)
        late_days = (day - self.due_on).days
        if late_days < 0:
            return InstalmentState.SCHEDULED
        if late_days > grace_days:
            return InstalmentState.OVERDUE
        if late_days > 0:
            return InstalmentState.GRACE
        is_partly_paid = any(True for _ in self._until(day))
        return InstalmentState.PARTIAL if is_partly_paid else InstalmentState.DUE

    def _end(self, settled_on: date, grace_days: int) -> InstalmentState:
        if self.settlements and all(one.is_waiver for one in self.settlements):
            return InstalmentState.WAIVED
        is_late = (settled_on - self.due_on).days > grace_days
        return InstalmentState.PAID_LATE if is_late else InstalmentState.PAID

    def _until(self, day: date) -> Iterator[Settlement]:
        return (one for one in self.settlements if one.on <= day)
