"""The schedule: what falls due when, and what is left; rounding's residue ends in the last row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from services.loan_engine.level import level_ratio
from services.loan_engine.periods import Period, interest_minor, periods_of
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.rounding import rounded
from services.loan_engine.terms import FeeTiming, LoanTerms, RepaymentMethod


class Row(NamedTuple):
    """One instalment, in minor units; `balance_minor` is the principal left after it."""

    number: int
    due_on: date
    days: int
    principal_minor: int
    interest_minor: int
    fees_minor: int
    total_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What the whole loan comes to; fees paid at disbursement are among the fees."""

    principal_minor: int
    interest_minor: int
    fees_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """All rows in order.

    `instalment_minor` is principal and interest of the first row: with level instalments what
    every row but the last comes to, with equal principal the most of all.
    """

    rows: tuple[Row, ...]
    instalment_minor: int
    totals: Totals


def schedule_of(terms: LoanTerms) -> Schedule:
    """The schedule of a loan; raises `EngineRefusal` when the terms repay it in no sound way."""
    periods = periods_of(terms)
    rows = _rows(terms, periods)
    totals = Totals(
        principal_minor=sum(row.principal_minor for row in rows),
        interest_minor=sum(row.interest_minor for row in rows),
        fees_minor=sum(row.fees_minor for row in rows) + terms.fees_minor(FeeTiming.DISBURSEMENT),
        paid_minor=sum(row.total_minor for row in rows) + terms.fees_minor(FeeTiming.DISBURSEMENT),
    )
    return Schedule(rows, rows[0].principal_minor + rows[0].interest_minor, totals)


def _rows(terms: LoanTerms, periods: Sequence[Period]) -> tuple[Row, ...]:
    repays = _REPAYS[terms.method](terms, periods)
    fees_each_time = terms.fees_minor(FeeTiming.INSTALMENT)
    fees_at_the_end = fees_each_time + terms.fees_minor(FeeTiming.MATURITY)
    balance = terms.principal_minor
    rows: list[Row] = []
    for period in periods:
        is_last = period.number == len(periods)
        interest = interest_minor(balance, period.share, terms)
        principal = balance if is_last else repays(interest)
        if not is_last:
            _require_progress(terms, period, principal, balance)
        balance -= principal
        fees = fees_at_the_end if is_last else fees_each_time
        total = principal + interest + fees
        rows.append(
            Row(
                number=period.number,
                due_on=period.due_on,
                days=period.days,
                principal_minor=principal,
                interest_minor=interest,
                fees_minor=fees,
                total_minor=total,
                balance_minor=balance,
            )
        )
    _require_small_residue(terms.method, rows)
    return tuple(rows)


def _require_progress(terms: LoanTerms, period: Period, principal: int, balance: int) -> None:
    """Nobody owes more after paying, and no row comes after everything is repaid."""
    if principal < 0:
        is_odd = period.number == 1 and terms.is_first_period_odd
        wrong = "first_due_on" if is_odd else "instalments"
        raise EngineRefusal(RefusalCode.INSTALMENT_BELOW_INTEREST, wrong)
    if principal >= balance:
        raise EngineRefusal(RefusalCode.RESIDUE_TOO_LARGE, "instalments")


def _require_small_residue(method: RepaymentMethod, rows: Sequence[Row]) -> None:
    """What rounding leaves to the last row stays below one more of the same."""
    alike = _ALIKE.get(method)
    if alike is not None and alike(rows[-1]) > 2 * alike(rows[0]):
        raise EngineRefusal(RefusalCode.RESIDUE_TOO_LARGE, "instalments")


# The principal a row repays, by its interest; the last row repays whatever is left.
Repays = Callable[[int], int]


def _level(terms: LoanTerms, periods: Sequence[Period]) -> Repays:
    ratio = level_ratio(tuple([period.share for period in periods]), terms.rate_ppm)
    instalment = ratio.instalment_minor(terms.principal_minor, terms.rounding)
    return lambda interest: instalment - interest


def _equal(terms: LoanTerms, periods: Sequence[Period]) -> Repays:
    share = rounded(terms.principal_minor, len(periods), terms.rounding)
    return lambda _interest: share


def _nothing_before_the_end(_terms: LoanTerms, _periods: Sequence[Period]) -> Repays:
    return lambda _interest: 0


_REPAYS: Final[Mapping[RepaymentMethod, Callable[[LoanTerms, Sequence[Period]], Repays]]] = (
    MappingProxyType(
        {
            RepaymentMethod.LEVEL_INSTALMENT: _level,
            RepaymentMethod.EQUAL_PRINCIPAL: _equal,
            RepaymentMethod.INTEREST_ONLY: _nothing_before_the_end,
            RepaymentMethod.BULLET: _nothing_before_the_end,
        }
    )
)

# What is the same in all rows but the last.
_ALIKE: Final[Mapping[RepaymentMethod, Callable[[Row], int]]] = MappingProxyType(
    {
        RepaymentMethod.LEVEL_INSTALMENT: lambda row: row.principal_minor + row.interest_minor,
        RepaymentMethod.EQUAL_PRINCIPAL: lambda row: row.principal_minor,
    }
)
