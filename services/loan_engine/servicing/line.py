"""How a loan stands from one day on, as long as nothing happens."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from services.loan_engine.day_count import DayCount, days_counted
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.growth_line import Growth

GROWING: Final = (Component.PENALTY, Component.COMPOUND, Component.INTEREST)
PLACE: Final = {component: place for place, component in enumerate(Component)}
STEPS_BEYOND_DAYS_MAX: Final = 2  # by 30/360 there are three from 28 February to 1 March
_NOTHING: Final = (0,) * len(Component)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved until now, in minor units; it changes on the first day of a line only.

    `paid` and `waived` are by component, in the order of `Component`. `third_party` is what of the
    fees that fell due is third parties', whatever became of it.
    """

    disbursed: int = 0
    received: int = 0
    refunded: int = 0
    paid: tuple[int, ...] = _NOTHING
    waived: tuple[int, ...] = _NOTHING
    third_party: int = 0

    @property
    def suspense(self) -> int:
        """What was received and is not used; below zero when more of it was given back."""
        return self.received - self.refunded - sum(self.paid)

    @property
    def overdrawn(self) -> int:
        """What was given back and is missing since; whoever got it has to pay it again."""
        return max(0, -self.suspense)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything owed at the opening of any day from `from_day` until the next line.

    Interest steps in days of `day_count`, penalty and compound in days of the calendar.
    `delinquent_since` is the due date of the oldest instalment that is not paid, or of the next
    one while all are: the day from which the loan will be late if nothing is paid.
    """

    from_day: date
    day_count: DayCount
    interest: Growth
    penalty: Growth
    compound: Growth
    fees_minor: int
    principal_minor: int
    delinquent_since: date | None
    is_accruing: bool
    moved: Moved

    def owed(self, component: Component, day: date) -> int:
        """What is owed of `component` at the opening of `day`, which is not before the line."""
        if component is Component.PRINCIPAL:
            return self.principal_minor
        if component is Component.FEE:
            return self.fees_minor
        if component is Component.INTEREST:
            return self.interest.after(days_counted(self.from_day, day, self.day_count))
        growth = self.penalty if component is Component.PENALTY else self.compound
        return growth.after((day - self.from_day).days)

    @property
    def stands_still(self) -> bool:
        """Whether days alone change nothing of what is owed."""
        return not (self.interest.slope or self.penalty.slope or self.compound.slope)

    def safe_until(self, day: date) -> date:
        """Until when, `day` at the latest, every number of it fits a bigint; one day at least."""
        safe = (self.penalty.steps_safe, self.compound.steps_safe, self._interest_days_safe)
        days = min(*safe, (day - self.from_day).days)
        return self.from_day + timedelta(days=max(1, days))

    def begun_on(self, day: date) -> "Line":
        """The same from a later day on, with smaller numbers."""
        days = (day - self.from_day).days
        steps = days_counted(self.from_day, day, self.day_count)
        return replace(
            self,
            from_day=day,
            interest=self.interest.begun_after(steps),
            penalty=self.penalty.begun_after(days),
            compound=self.compound.begun_after(days),
        )

    def earned(self, component: Component, day: date) -> int:
        """What `component` has come to since the loan began, whatever became of it."""
        place = PLACE[component]
        return self.owed(component, day) + self.moved.paid[place] + self.moved.waived[place]

    @property
    def _interest_days_safe(self) -> int:
        return self.interest.steps_safe - STEPS_BEYOND_DAYS_MAX

    def owed_in_all(self, day: date) -> int:
        """Everything owed at the opening of `day`, whether due or not, in minor units."""
        return sum(self.owed(component, day) for component in Component)

    def wanting_in_all(self, day: date) -> int:
        """What ends the loan: everything owed, and what was given back and is missing since."""
        return self.owed_in_all(day) + self.moved.overdrawn

    def days_past_due(self, closed_day: date) -> int:
        """How late the loan is at the close of a day."""
        if self.delinquent_since is None:
            return 0
        return max(0, (closed_day - self.delinquent_since).days)
