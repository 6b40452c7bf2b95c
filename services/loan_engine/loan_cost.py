"""A loan's money as the borrower sees it come and go, and what that costs a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from services.loan_engine.annual_cost import AnnualCost, CostBasis, Timeline, annual_cost
from services.loan_engine.due_dates import MONTHS_PER_YEAR
from services.loan_engine.growth import Flow
from services.loan_engine.periods import regular_units
from services.loan_engine.schedule import Schedule
from services.loan_engine.terms import FeeTiming, LoanTerms

YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class CashFlow:
    """What the borrower gets (positive) or pays (negative) on a day."""

    on: date
    amount_minor: int


def cash_flows(terms: LoanTerms, schedule: Schedule) -> tuple[CashFlow, ...]:
    """The principal less the fees paid with it, then each row."""
    return tuple(_cash_flows(terms, schedule))


def cost_of(terms: LoanTerms, schedule: Schedule) -> AnnualCost:
    """What the loan costs a year if it is performed as agreed; raises `EngineRefusal`."""
    dated = cash_flows(terms, schedule)
    timeline = timeline_of(terms)
    if timeline.basis is CostBasis.PERIODIC_IRR:
        flows = [Flow(number, flow.amount_minor) for number, flow in enumerate(dated)]
    else:
        flows = [Flow((flow.on - terms.disbursed_on).days, flow.amount_minor) for flow in dated]
    return annual_cost(flows, timeline)


def timeline_of(terms: LoanTerms) -> Timeline:
    """How time is counted for the cost of these terms.

    A year has 12 months or 365 days. Regular periods count as equal; an odd first one makes all
    of them count by their days. What is paid once has one period, as long as it happens to be.
    """
    if not terms.is_first_period_odd:
        periods_per_year = _regular_periods_per_year(terms)
        return Timeline(periods_per_year, periods_per_year, CostBasis.PERIODIC_IRR)
    if not terms.is_paid_once:
        return Timeline(Fraction(YEAR_DAYS), _regular_periods_per_year(terms), CostBasis.DATED_IRR)
    days = (terms.due_on(terms.instalments) - terms.disbursed_on).days
    return Timeline(Fraction(YEAR_DAYS), Fraction(YEAR_DAYS, days), CostBasis.DATED_IRR)


def _regular_periods_per_year(terms: LoanTerms) -> Fraction:
    units = regular_units(terms)
    if terms.unit.months:
        return Fraction(MONTHS_PER_YEAR, units * terms.unit.months)
    return Fraction(YEAR_DAYS, units * terms.unit.days)


def _cash_flows(terms: LoanTerms, schedule: Schedule) -> Iterator[CashFlow]:
    upfront_minor = terms.fees_minor(FeeTiming.DISBURSEMENT)
    yield CashFlow(terms.disbursed_on, terms.principal_minor - upfront_minor)
    for row in schedule.rows:
        yield CashFlow(row.due_on, -row.total_minor)
