"""The same loan by a walk through every single day, in exact fractions: slow, and plain to read.

It shares the schedule's periods and the annuity with the engine, and nothing of how the engine
gets from day to day, rounds, allocates or keeps its lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from services.loan_engine.day_count import DayCount, days_counted
from services.loan_engine.level import level_ratio
from services.loan_engine.periods import Period, Share, periods_of
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import (
    Kind,
    PrepaymentMode,
    Transaction,
    standing,
)
from services.loan_engine.terms import FeeTiming, InterestPer, RepaymentMethod

DAY = timedelta(days=1)
C = Component


def half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


@dataclass
class Bill:
    """One instalment or charge that fell due."""

    due_on: date
    fee: int
    interest: int
    principal: int
    is_late: bool = False

    @property
    def total(self) -> int:
        return self.fee + self.interest + self.principal


class SlowLoan:
    """What is owed at the opening of a day, found by living through all days before it."""

    def __init__(self, agreement: Agreement, transactions: Iterable[Transaction]) -> None:
        self.agreement, self.history = agreement, standing(transactions)
        self.bills: list[Bill] = []
        self.balance = self.pot = self.overdrawn = 0
        self.periods: list[Period] = []
        self.borne = self.penalty = self.compound = Fraction(0)
        self.penalty_off = self.compound_off = self.borne_paid = 0

    def owed_on(self, day: date) -> dict[Component, int]:
        now, history = self.history[0].value_date, list(self.history)
        while True:
            self.open_day(now)
            while history and history[0].value_date <= now:
                self.happen(history.pop(0), now)
            if now == day:
                return {
                    C.FEE: sum(bill.fee for bill in self.bills),
                    C.PENALTY: half_up(self.penalty) - self.penalty_off,
                    C.COMPOUND: half_up(self.compound) - self.compound_off,
                    C.INTEREST: sum(bill.interest for bill in self.bills)
                    + half_up(self.borne)
                    - self.borne_paid,
                    C.PRINCIPAL: self.balance + sum(bill.principal for bill in self.bills),
                }
            self.night(now)
            now += DAY

    # One day.

    def open_day(self, now: date) -> None:
        grace = self.agreement.grace_days
        for bill in self.bills:
            if not bill.is_late and (now - bill.due_on).days > grace:
                bill.is_late = True
                nights = (now - bill.due_on).days
                if not self.agreement.is_grace_forfeited:
                    nights -= grace
                self.lateness(bill, nights)
        if self.periods and self.periods[0].due_on == now:
            self.fall_due(now)

    def night(self, now: date) -> None:
        """What the night from `now` to the next day adds."""
        if self.periods:
            self.borne += self.balance * self.nightly_rate(now)
        for bill in self.bills:
            if bill.is_late:
                self.lateness(bill, 1)

    def nightly_rate(self, now: date) -> Fraction:
        period = self.periods[0]
        whole = days_counted(self.period_from, period.due_on, self.steps) or 1
        step = days_counted(now, now + DAY, self.steps)
        share = Fraction(period.share.numerator, period.share.denominator)
        return share * Fraction(step, whole) * Fraction(self.terms.rate_ppm, 1_000_000)

    def lateness(self, bill: Bill, nights: int) -> None:
        rate = half_up(
            Fraction(self.terms.rate_ppm * self.agreement.penalty_multiple_ppm, 1_000_000)
        )
        year = 365 if self.terms.day_count is DayCount.ACTUAL_365 else 360
        nightly = Fraction(rate, 1_000_000 * year)
        self.penalty += bill.principal * nightly * nights
        if self.agreement.bears_compound:
            self.compound += bill.interest * nightly * nights

    def fall_due(self, now: date) -> None:
        self.periods.pop(0)
        interest = max(0, half_up(self.borne) - self.borne_paid)
        self.borne, self.borne_paid, self.period_from = Fraction(0), 0, now
        principal = self.balance
        if self.periods:
            principal = min(self.balance, max(0, self.repays(interest)))
        self.balance -= principal
        fee = self.terms.fees_minor(FeeTiming.INSTALMENT)
        if not self.balance:
            self.periods = []
            fee += self.terms.fees_minor(FeeTiming.MATURITY)
        self.bills.append(Bill(now, fee, interest, principal))
        self.pay_dues()

    def repays(self, interest: int) -> int:
        if self.terms.method is RepaymentMethod.LEVEL_INSTALMENT:
            return self.level - interest
        return self.part if self.terms.method is RepaymentMethod.EQUAL_PRINCIPAL else 0

    # What happens.

    def happen(self, what: Transaction, now: date) -> None:
        amount, waiting = what.amount_minor, max(0, self.pot)
        if what.kind is Kind.DISBURSED:
            self.begin(amount, now)
        elif what.kind is Kind.CHARGED:
            self.bills.append(Bill(now, amount, 0, 0))
        elif what.kind is Kind.WAIVED:
            self.forgive(what.component, amount)
        elif what.kind is Kind.REFUNDED:
            self.pot -= amount
        else:
            self.pot += amount
        self.pay_dues()
        if what.kind is Kind.PREPAID and self.pot > 0:
            going = [each for each in self.history if each.kind is Kind.REFUNDED]
            going_back = sum(each.amount_minor for each in going if each.value_date == now)
            is_all = self.pot - going_back >= half_up(self.borne) - self.borne_paid + self.balance
            aside = 0 if is_all else waiting
            self.pot -= aside
            self.prepay(what.mode, now)
            self.pot += aside

    def begin(self, amount: int, now: date) -> None:
        self.terms = replace(self.agreement.loan, principal_minor=amount, disbursed_on=now)
        by_even_days = self.terms.interest_per is InterestPer.PERIOD and self.terms.unit.days
        self.steps = DayCount.ACTUAL_360 if by_even_days else self.terms.day_count
        self.periods, self.balance, self.period_from = list(periods_of(self.terms)), amount, now
        self.plan(self.periods)
        if fee := self.terms.fees_minor(FeeTiming.DISBURSEMENT):
            self.bills.append(Bill(now, fee, 0, 0))

    def plan(self, periods: list[Period]) -> None:
        ratio = level_ratio(tuple([one.share for one in periods]), self.terms.rate_ppm)
        self.level = half_up(Fraction(self.balance * ratio.numerator, ratio.denominator))
        self.part = half_up(Fraction(self.balance, len(periods)))

    def pay_dues(self) -> None:
        """Fees, penalty, compound; then interest and principal, the oldest bill first."""
        for bill in self.bills:
            bill.fee -= self.spend(bill.fee)
        self.penalty_off += self.spend(half_up(self.penalty) - self.penalty_off)
        self.compound_off += self.spend(half_up(self.compound) - self.compound_off)
        for bill in self.bills:
            bill.interest -= self.spend(bill.interest)
            bill.principal -= self.spend(bill.principal)

    def spend(self, wanted: int) -> int:
        part = max(0, min(wanted, self.pot))
        self.pot -= part
        return part

    def forgive(self, component: Component, amount: int) -> None:
        if component is C.PENALTY:
            self.penalty_off += min(amount, half_up(self.penalty) - self.penalty_off)
        elif component is C.COMPOUND:
            self.compound_off += min(amount, half_up(self.compound) - self.compound_off)
        elif component is C.FEE:
            for bill in self.bills:
                part = min(amount, bill.fee)
                bill.fee, amount = bill.fee - part, amount - part
        elif component is C.INTEREST:
            for bill in self.bills:
                part = min(amount, bill.interest)
                bill.interest, amount = bill.interest - part, amount - part

    def prepay(self, mode: PrepaymentMode, now: date) -> None:
        self.borne_paid += self.spend(half_up(self.borne) - self.borne_paid)
        principal = self.spend(self.balance)
        self.balance -= principal
        if not principal:
            return
        if not self.balance:
            self.periods, self.borne, self.borne_paid = [], Fraction(0), 0
        elif mode is PrepaymentMode.REDUCE_INSTALMENT:
            running, *later = self.periods
            whole = days_counted(self.period_from, running.due_on, self.steps) or 1
            left = days_counted(now, running.due_on, self.steps)
            share = running.share
            rest = Share(share.numerator * left, share.denominator * whole)
            self.plan([running._replace(share=rest), *later])
