"""What is owed and what was paid: the waterfall, money in suspense, and what lateness adds."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.growth_line import Growth
from services.loan_engine.servicing.instalments import SCHEDULED, Instalment, Origin, Settlement
from services.loan_engine.servicing.line import PLACE, Moved


class Allocation(NamedTuple):
    """Where a part of a receipt went, and on which day.

    `instalment` is None for what belongs to the loan as a whole; `component` is None for money
    that was given back.
    """

    reference: str
    on: date
    instalment: Instalment | None
    component: Component | None
    amount_minor: int


class Due(NamedTuple):
    """One thing to be paid now."""

    instalment: Instalment | None
    component: Component
    amount_minor: int


@dataclass(slots=True)
class Lateness:
    """Penalty on overdue principal and compound on overdue interest, as exact numerators.

    They never start anew: what was paid and forgiven is taken off the whole units.
    `principal_minor` and `interest_minor` are what bears them now.
    """

    denominator: int
    rate_ppm: int
    bears_compound: bool
    penalty: int = 0
    compound: int = 0
    principal_minor: int = 0
    interest_minor: int = 0

    @property
    def slopes(self) -> tuple[int, int]:
        """What a day adds to both numerators."""
        return self._borne_daily(self.principal_minor, self.interest_minor)

    def begin(self, principal_minor: int, interest_minor: int, days: int) -> None:
        """Let more be late, for so many days already."""
        self._add(self._borne_daily(principal_minor, interest_minor), days)
        self.principal_minor += principal_minor
        self.interest_minor += interest_minor

    def settle(self, component: Component, amount_minor: int) -> None:
        """Let less be late: so much of a component of what was late is paid or forgiven."""
        if component is Component.PRINCIPAL:
            self.principal_minor -= amount_minor
        elif component is Component.INTEREST:
            self.interest_minor -= amount_minor

    def grow(self, days: int) -> None:
        """Add what so many days bear."""
        self._add(self.slopes, days)

    def _borne_daily(self, principal_minor: int, interest_minor: int) -> tuple[int, int]:
        rate_ppm = self.rate_ppm
        return principal_minor * rate_ppm, interest_minor * rate_ppm * self.bears_compound

    def _add(self, daily: tuple[int, int], days: int) -> None:
        self.penalty += daily[0] * days
        self.compound += daily[1] * days


@dataclass(slots=True)
class Debt:
    """The money of one loan; `balance_minor` is the principal that is not yet due.

    `third_party_minor` is what of the fees that fell due is third parties', whatever became of it.
    """

    lateness: Lateness
    balance_minor: int = 0
    disbursed_minor: int = 0
    received_minor: int = 0
    refunded_minor: int = 0
    third_party_minor: int = 0
    instalments: list[Instalment] = field(default_factory=list)
    open: list[Instalment] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    paid: list[int] = field(default_factory=lambda: [0] * len(Component))
    waived: list[int] = field(default_factory=lambda: [0] * len(Component))
    _left: dict[Component, int] = field(default_factory=lambda: dict.fromkeys(SCHEDULED, 0))
    _suspense: deque[tuple[str, int]] = field(default_factory=deque)
    _overdrawn_minor: int = 0

    @property
    def suspense_minor(self) -> int:
        """Money received that has gone nowhere yet."""
        return sum(amount for _, amount in self._suspense)

    @property
    def delinquent_since(self) -> date | None:
        """The due date of the oldest scheduled instalment that is not paid."""
        return next((each.due_on for each in self.open if each.origin is Origin.SCHEDULE), None)

    @property
    def moved(self) -> Moved:
        """The totals a line carries."""
        return Moved(
            disbursed=self.disbursed_minor,
            received=self.received_minor,
            refunded=self.refunded_minor,
            paid=tuple(self.paid),
            waived=tuple(self.waived),
            third_party=self.third_party_minor,
        )

    def left_open(self, component: Component) -> int:
        """What the open instalments still ask for of `component`."""
        return self._left[component]

    def disburse(self, amount_minor: int) -> None:
        """Lend; the principal is not due yet."""
        self.disbursed_minor += amount_minor
        self.balance_minor += amount_minor

    def bill(self, instalment: Instalment) -> None:
        """Let something fall due; its principal leaves the balance."""
        self.balance_minor -= instalment.due.get(Component.PRINCIPAL, 0)
        self.instalments.append(instalment)
        if not instalment.is_settled:
            self.open.append(instalment)
            self._ask_for(instalment)

    def receive(self, reference: str, amount_minor: int, on: date) -> None:
        """Take money in; it lies in suspense until something is due."""
        self.received_minor += amount_minor
        given_back = min(amount_minor, self._overdrawn_minor)
        if given_back:
            self._overdrawn_minor -= given_back
            self.allocations.append(Allocation(reference, on, None, None, given_back))
        if amount_minor > given_back:
            self._suspense.append((reference, amount_minor - given_back))

    def refund(self, amount_minor: int, on: date) -> None:
        """Give money back out of suspense; what is not there is made up by the next receipt."""
        self.refunded_minor += amount_minor
        self._overdrawn_minor += amount_minor - self._spend(amount_minor, None, None, on)

    def settle_dues(self, on: date) -> None:
        """Pay with what lies in suspense what is due, in the order of the waterfall."""
        if not self._suspense:
            return
        for due in list(self._dues()):
            if not self._suspense:
                break
            self._pay(due, on)
        self._drop_settled()

    def prepay(self, instalment: Instalment, on: date) -> None:
        """Bill something before its time, and pay it with what lies in suspense.

        The newest money first: that is what came for it, and what was there waits on.
        """
        self.balance_minor -= instalment.due[Component.PRINCIPAL]
        self.instalments.append(instalment)
        self._ask_for(instalment)
        self._suspense.reverse()
        for component in (Component.INTEREST, Component.PRINCIPAL):
            self._pay(Due(instalment, component, instalment.due[component]), on)
        self._suspense.reverse()

    def waive(self, component: Component, amount_minor: int, on: date) -> None:
        """Forgive what is due of `component`, or as much as there is; principal never is."""
        for due in [each for each in self._dues() if each.component is component]:
            if component is Component.PRINCIPAL or not amount_minor:
                break
            part = min(amount_minor, due.amount_minor)
            amount_minor -= part
            self.waived[PLACE[component]] += part
            if due.instalment is not None:
                self._settle(due.instalment, Settlement(on, component, part, is_waiver=True))
        self._drop_settled()

    def begin_penalty(self, instalment: Instalment, days: int) -> None:
        """Let an instalment bear penalties, `days` of them at once."""
        instalment.bears_penalty = True
        principal, interest = map(instalment.left, (Component.PRINCIPAL, Component.INTEREST))
        self.lateness.begin(principal, interest, days)

    def late_owed(self, component: Component) -> int:
        """What is owed of penalty or compound, in whole minor units."""
        late = self.lateness
        numerator = late.penalty if component is Component.PENALTY else late.compound
        place = PLACE[component]
        earned = rounded(numerator, late.denominator, Rounding.HALF_UP)
        return earned - self.paid[place] - self.waived[place]

    def late_growth(self, component: Component) -> Growth:
        """Penalty or compound as a line says it: what was paid and forgiven is off its base."""
        late = self.lateness
        penalty_slope, compound_slope = late.slopes
        numerator, slope = (
            (late.penalty, penalty_slope)
            if component is Component.PENALTY
            else (late.compound, compound_slope)
        )
        place = PLACE[component]
        taken_off = self.paid[place] + self.waived[place]
        return Growth.of(-taken_off, numerator, slope, late.denominator)

    def _dues(self) -> Iterator[Due]:
        """Costs, then what lateness added, then instalment by instalment: 民法典 art. 561."""
        for each in self.open:
            yield from self._due_of(each, Component.FEE)
        for component in (Component.PENALTY, Component.COMPOUND):
            if owed := self.late_owed(component):
                yield Due(None, component, owed)
        for each in self.open:
            yield from self._due_of(each, Component.INTEREST)
            yield from self._due_of(each, Component.PRINCIPAL)

    def _due_of(self, instalment: Instalment, component: Component) -> Iterator[Due]:
        if left := instalment.left(component):
            yield Due(instalment, component, left)

    def _pay(self, due: Due, on: date) -> None:
        spent = self._spend(due.amount_minor, due.instalment, due.component, on)
        self.paid[PLACE[due.component]] += spent
        if due.instalment is not None and spent:
            self._settle(due.instalment, Settlement(on, due.component, spent, is_waiver=False))

    def _ask_for(self, instalment: Instalment) -> None:
        for component, amount_minor in instalment.due.items():
            self._left[component] += amount_minor

    def _settle(self, instalment: Instalment, settlement: Settlement) -> None:
        instalment.settle(settlement)
        self._left[settlement.component] -= settlement.amount_minor
        if instalment.bears_penalty:
            self.lateness.settle(settlement.component, settlement.amount_minor)

    def _spend(
        self,
        amount_minor: int,
        instalment: Instalment | None,
        component: Component | None,
        on: date,
    ) -> int:
        """Take up to `amount_minor` out of suspense, the oldest money first; how much it was."""
        spent = 0
        while self._suspense and spent < amount_minor:
            reference, there = self._suspense.popleft()
            part = min(there, amount_minor - spent)
            spent += part
            self.allocations.append(Allocation(reference, on, instalment, component, part))
            if there > part:
                self._suspense.appendleft((reference, there - part))
        return spent

    def _drop_settled(self) -> None:
        self.open = [each for each in self.open if not each.is_settled]
