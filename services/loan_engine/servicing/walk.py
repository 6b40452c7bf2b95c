"""The walk through a loan's days: from breakpoint to breakpoint, in exact numerators.

On one day, in this order: what is past its grace begins to bear penalties, what is due is billed,
then the day's transactions count. The line is marked when all of it is done and says how the loan
stands at the opening of the day: a payment on the due date comes after billing and before
lateness, and the interest of a day is in what is owed at the opening of the next.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.loan_engine.periods import Period, periods_of
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.debt import Debt, Lateness
from services.loan_engine.servicing.growth_line import Growth
from services.loan_engine.servicing.instalments import Instalment, Origin
from services.loan_engine.servicing.line import Line
from services.loan_engine.servicing.plan import Plan, plan_for
from services.loan_engine.servicing.running import RunningPeriods
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from services.loan_engine.terms import FeeTiming, Payee

ANCHOR_DAYS: Final = 366  # no line reaches further, so that its numbers stay small
_DAY: Final = timedelta(days=1)


class Walk:
    """One loan from the first thing that happened to it; `debt` and `lines` are the yield."""

    def __init__(self, agreement: Agreement, begins_on: date) -> None:
        self.debt = Debt(
            Lateness(
                agreement.penalty_denominator, agreement.penalty_rate_ppm, agreement.bears_compound
            )
        )
        self.lines: list[Line] = []
        self._agreement = agreement
        self._terms = agreement.loan
        self._running = RunningPeriods(self._terms, [], begins_on)
        self._plan = Plan()
        self._refunded_on: Counter[date] = Counter()
        self._day = begins_on

    def go(self, transactions: Sequence[Transaction], horizon: date) -> None:
        """Walk past all of `transactions`, and on until nothing changes any more.

        A debt that only grows changes nothing; it gets new lines up to `horizon`.
        """
        waiting = list(reversed(transactions))
        for each in transactions:
            if each.kind is Kind.REFUNDED:
                self._refunded_on[each.value_date] += each.amount_minor
        while True:
            self._open_day()
            while waiting and waiting[-1].value_date <= self._day:
                self._apply(waiting.pop())
            self._mark()
            coming = [day for day in self._breakpoints(horizon) if day > self._day]
            if waiting:
                coming.append(waiting[-1].value_date)
            if not coming:
                return
            self._go_to(min(coming))

    # Days.

    def _open_day(self) -> None:
        for each in self.debt.open:
            if not each.bears_penalty and self._day >= self._penalty_from(each):
                since = each.due_on + self._days_forgiven
                self.debt.begin_penalty(each, (self._day - since).days)
        if self._running.to_come and self._day >= self._running.to_come[0].due_on:
            self._bill(*self._running.bill())
            self.debt.settle_dues(self._day)

    def _go_to(self, day: date) -> None:
        self._running.grow(self.debt.balance_minor, self._day, day)
        self.debt.lateness.grow((day - self._day).days)
        self._day = day

    def _breakpoints(self, horizon: date) -> Iterator[date]:
        if self._running.to_come:
            yield self._running.to_come[0].due_on
        for each in self.debt.open:
            if not each.bears_penalty:
                yield self._penalty_from(each)
        if self.debt.delinquent_since is not None:
            yield self._non_accrual_from(self.debt.delinquent_since)
        anchor = self._day + timedelta(days=ANCHOR_DAYS)
        if self._running.to_come or (self.debt.open and anchor <= horizon):
            yield anchor

    def _penalty_from(self, instalment: Instalment) -> date:
        """The first opening at which it is late: its grace is over."""
        return instalment.due_on + timedelta(days=self._agreement.grace_days) + _DAY

    @property
    def _days_forgiven(self) -> timedelta:
        """How long after the due date penalties begin once the grace was missed."""
        is_forfeited = self._agreement.is_grace_forfeited
        return timedelta(days=0 if is_forfeited else self._agreement.grace_days)

    def _non_accrual_from(self, since: date) -> date:
        """The first opening before which a day closed with too many days past due."""
        return since + timedelta(days=self._agreement.non_accrual_days + 2)

    # Billing.

    def _bill(self, period: Period, interest: int) -> None:
        balance = self.debt.balance_minor
        is_last = not self._running.to_come
        principal = balance if is_last else self._plan.principal_of(interest, balance)
        if principal == balance:
            self._running.end()
        fees = self._fees_of(FeeTiming.INSTALMENT)
        if principal == balance:
            fees += self._fees_of(FeeTiming.MATURITY)
        due = {
            Component.FEE: fees,
            Component.INTEREST: interest,
            Component.PRINCIPAL: principal,
        }
        self._ask_for(period.number, Origin.SCHEDULE, due)

    def _fees_of(self, timing: FeeTiming) -> int:
        """The fees that fall due now; what of them is third parties' is noted."""
        self.debt.third_party_minor += self._terms.third_party_minor(timing)
        return self._terms.fees_minor(timing)

    def _ask_for(self, number: int, origin: Origin, due: dict[Component, int]) -> None:
        balance = self.debt.balance_minor - due.get(Component.PRINCIPAL, 0)
        self.debt.bill(
            Instalment(
                number=number, origin=origin, due_on=self._day, due=due, balance_minor=balance
            )
        )

    # Transactions.

    def _apply(self, transaction: Transaction) -> None:
        amount = transaction.amount_minor
        match transaction.kind:
            case Kind.DISBURSED:
                self._disbursed(amount)
            case Kind.CHARGED:
                self._charged(amount, transaction.payee)
            case Kind.WAIVED:
                self.debt.waive(transaction.component, amount, self._day)
            case Kind.REFUNDED:
                self.debt.refund(amount, self._day)
            case _:
                self.debt.receive(transaction.reference, amount, self._day)
        self.debt.settle_dues(self._day)
        if transaction.kind is Kind.PREPAID:
            self._prepay(amount, transaction.mode)

    def _charged(self, amount: int, payee: Payee) -> None:
        if payee is Payee.THIRD_PARTY:
            self.debt.third_party_minor += amount
        self._ask_for(0, Origin.CHARGE, {Component.FEE: amount})

    def _disbursed(self, amount: int) -> None:
        """The first disbursement begins the schedule; a later one is repaid over what is left."""
        debt, running = self.debt, self._running
        debt.disburse(amount)
        if debt.disbursed_minor == amount:
            self._terms = replace(self._terms, principal_minor=amount, disbursed_on=self._day)
            periods = periods_of(self._terms)
            self._running = RunningPeriods(self._terms, list(periods), self._day)
            self._plan = plan_for(amount, periods, self._terms)
            if fees := self._fees_of(FeeTiming.DISBURSEMENT):
                self._ask_for(0, Origin.DISBURSEMENT, {Component.FEE: fees})
        elif running.to_come:
            self._plan = plan_for(debt.balance_minor, running.rest_from(self._day), self._terms)
        else:
            self._ask_for(0, Origin.DISBURSEMENT, {Component.PRINCIPAL: amount})

    def _prepay(self, amount: int, mode: PrepaymentMode) -> None:
        """With what dues have left of it: the interest borne so far, then principal not yet due.

        What waits for the next due date waits on, unless with it all is paid and what goes back
        that day is left.
        """
        rest, running = self.debt.suspense_minor, self._running
        staying = rest - self._refunded_on[self._day]
        if staying < running.borne_minor + self.debt.balance_minor:
            rest = min(rest, amount)
        interest = min(rest, running.borne_minor)
        principal = min(rest - interest, self.debt.balance_minor)
        if not interest + principal:
            return
        due = {Component.INTEREST: interest, Component.PRINCIPAL: principal}
        number = running.to_come[0].number
        left = self.debt.balance_minor - principal
        self.debt.prepay(
            Instalment(
                number=number,
                origin=Origin.PREPAYMENT,
                due_on=self._day,
                due=due,
                balance_minor=left,
            ),
            self._day,
        )
        running.paid_minor += interest
        if not left:
            running.end()
        elif principal and mode is PrepaymentMode.REDUCE_INSTALMENT:
            self._plan = plan_for(left, running.rest_from(self._day), self._terms)

    # Lines.

    def _mark(self) -> None:
        debt, running = self.debt, self._running
        self.lines.append(
            Line(
                from_day=self._day,
                day_count=running.day_count,
                interest=Growth.of(
                    debt.left_open(Component.INTEREST) - running.paid_minor,
                    running.numerator,
                    running.slope(debt.balance_minor),
                    running.denominator,
                ),
                penalty=debt.late_growth(Component.PENALTY),
                compound=debt.late_growth(Component.COMPOUND),
                fees_minor=debt.left_open(Component.FEE),
                principal_minor=debt.balance_minor + debt.left_open(Component.PRINCIPAL),
                delinquent_since=self._delinquent_since,
                is_accruing=self._is_accruing,
                moved=debt.moved,
            )
        )

    @property
    def _delinquent_since(self) -> date | None:
        coming = self._running.to_come
        return self.debt.delinquent_since or (coming[0].due_on if coming else None)

    @property
    def _is_accruing(self) -> bool:
        since = self.debt.delinquent_since
        return since is None or self._day < self._non_accrual_from(since)
