"""Schedules against figures peers assert (`tests/cases/fineract.json`, `frappe_lending.json`).

Applied of the first: the schedules of one disbursement whose conventions are among ours, row by
row. Of the second: instalments rounded up to whole units (our smallest unit is then the whole
one), simple interest over days, the first row of a long first period, month-end dates, and the
loan whose rounded instalment repays it a row too early there.

Not applied, because they are about something this engine does not decide yet: flat interest,
grace, instalment multiples, several disbursements, rate changes, irregular due dates,
actual/364 and actual/actual, re-ageing, allocation of payments, payoff, accrual by day,
delinquency, write-off, limits, decisions. Not applied, because our convention is another one:

- sch-gen-disbursed-mid-first-period: there the first month's interest is cut by the share of its
  calendar days; here a short first period bears its own days.
- sch-prog-downpayment25-12.3pct-smoothed: there the other rows take part of the last's residue.
- FL-002, FL-034: there the instalment is found by months and the interest by days; here both are
  found by the same.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.rounding import Rounding
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import InterestPer, LoanTerms
from tests.unit.loan_engine.loans import ACTUAL_365, BULLET, a_loan, minor, ppm

FOLDER: Final = Path(__file__).parents[2] / "cases"


def _cases(name: str) -> dict[str, Any]:
    listed = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return {case["id"]: case for case in listed}


FINERACT: Final = _cases("fineract.json")
FRAPPE: Final = _cases("frappe_lending.json")

BY_DAY: Final = InterestPer.DAY
SCHEDULES: Final[dict[str, dict[str, Any]]] = {
    "sch-emi-9.4822-30-360": {"day_count": DayCount.THIRTY_360, "interest_per": BY_DAY},
    "sch-emi-every15days-360": {"day_count": DayCount.ACTUAL_360, "interest_per": BY_DAY},
    "sch-declining-2pct-month-4m": {},
    "sch-single-month-daily": {"day_count": DayCount.ACTUAL_365, "interest_per": BY_DAY},
}
INSTALMENTS: Final = ["FL-011", "FL-016", "FL-018", "FL-019", "FL-021"]


def _terms(name: str) -> LoanTerms:
    inputs = FINERACT[name]["inputs"]
    return a_loan(
        principal_minor=minor(inputs["principal_total"]),
        rate_ppm=ppm(inputs["annual_rate_pct"]),
        instalments=inputs["instalments"],
        every=inputs["frequency"]["every"],
        unit=PeriodUnit(inputs["frequency"]["unit"].lower()),
        disbursed_on=date.fromisoformat(inputs["disbursements"][0]["date"]),
        rounding=Rounding.HALF_EVEN,
        **SCHEDULES[name],
    )


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_rows_are_the_peers(name: str) -> None:
    schedule = schedule_of(_terms(name))
    expected = FINERACT[name]["expected"]
    for row, theirs in zip(schedule.rows, expected["rows"], strict=True):
        assert (row.due_on.isoformat(), row.days) == (theirs["due"], theirs["days"])
        for figure in ("principal", "interest", "total", "balance"):
            assert getattr(row, f"{figure}_minor") == minor(theirs[figure]), (row.number, figure)
    assert schedule.totals.interest_minor == minor(expected["interest_total"])


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_applied_rows_have_one_disbursement(name: str) -> None:
    assert len(FINERACT[name]["inputs"]["disbursements"]) == 1


def _whole_units(name: str) -> LoanTerms:
    """A case of the second file with its whole currency units as the smallest ones."""
    inputs = FRAPPE[name]["inputs"]
    rhythm: dict[str, Any] = {}
    if inputs["periods_per_year"] == 365:
        rhythm = {"unit": PeriodUnit.DAYS, "day_count": DayCount.ACTUAL_365}
    return a_loan(
        principal_minor=int(inputs["principal"]),
        rate_ppm=ppm(inputs["annual_rate_pct"]),
        instalments=inputs["periods"],
        rounding=Rounding.UP,
        **rhythm,
    )


@pytest.mark.parametrize("name", INSTALMENTS)
def test_an_instalment_rounded_up_to_whole_units_is_the_peers(name: str) -> None:
    expected = int(FRAPPE[name]["expected"]["instalment"])
    assert schedule_of(_whole_units(name)).instalment_minor == expected


def test_the_instalment_by_months_of_thirty_days_is_the_peers() -> None:
    inputs = FRAPPE["FL-001"]["inputs"]
    terms = a_loan(
        principal_minor=int(inputs["principal"]),
        rate_ppm=ppm(inputs["annual_rate_pct"]),
        instalments=inputs["periods"],
        rounding=Rounding.UP,
    )
    expected = FRAPPE["FL-001"]["expected"]
    assert schedule_of(terms).instalment_minor == int(expected["instalment"])


def _interest_over(name: str, days: int) -> int:
    inputs = FRAPPE[name]["inputs"]
    terms = a_loan(
        principal_minor=minor(inputs["principal"]),
        rate_ppm=ppm(inputs["annual_rate_pct"]),
        method=BULLET,
        instalments=1,
        every=days,
        unit=PeriodUnit.DAYS,
        **ACTUAL_365,
    )
    return schedule_of(terms).totals.interest_minor


@pytest.mark.parametrize(
    ("name", "days", "figure"),
    [
        ("FL-030", 30, "interest"),
        ("FL-033", 35, "interest"),
        ("FL-042", 31, "interest"),
        ("FL-048", 59, "payoff"),
        ("FL-049", 60, "payoff"),
        ("FL-050", 31, "payoff"),
    ],
)
def test_interest_over_days_is_the_peers(name: str, days: int, figure: str) -> None:
    expected = minor(FRAPPE[name]["expected"][figure])
    lent = minor(FRAPPE[name]["inputs"]["principal"]) if figure == "payoff" else 0
    assert lent + _interest_over(name, days) == expected


def test_interest_over_a_year_end_is_the_peers_to_the_whole_unit() -> None:
    case = FRAPPE["FL-040"]
    assert round(_interest_over("FL-040", case["expected"]["days"]) / 100) == int(
        case["expected"]["interest@0dp"]
    )


def test_a_long_first_period_bears_all_its_days_as_the_peers() -> None:
    inputs = FRAPPE["FL-028"]["inputs"]
    terms = a_loan(
        principal_minor=minor(inputs["principal"]),
        rate_ppm=ppm(inputs["annual_rate_pct"]),
        instalments=inputs["periods"],
        disbursed_on=date.fromisoformat(inputs["disbursed_on"]),
        first_due_on=date.fromisoformat(inputs["first_due"]),
        **ACTUAL_365,
    )
    expected = minor(FRAPPE["FL-028"]["expected"]["row1_interest"])
    assert schedule_of(terms).rows[0].interest_minor == expected


@pytest.mark.parametrize("name", ["FL-009", "FL-010"])
def test_due_dates_from_a_first_one_are_the_peers(name: str) -> None:
    expected = FRAPPE[name]["expected"]
    first = date.fromisoformat(expected["first"])
    terms = a_loan(disbursed_on=first - timedelta(days=14), first_due_on=first)
    due = [row.due_on.isoformat() for row in schedule_of(terms).rows]
    assert (due[0], due[1], due[-1]) == (expected["first"], expected["second"], expected["last"])


@pytest.mark.parametrize("rounding", Rounding)
def test_a_rounded_instalment_never_shortens_the_term(rounding: Rounding) -> None:
    """The peer, rounding the instalment but not the interest to whole units, draws 11 rows."""
    case = FRAPPE["FL-026"]
    terms = a_loan(
        principal_minor=int(case["inputs"]["principal"]),
        rate_ppm=ppm(case["inputs"]["annual_rate_pct"]),
        instalments=case["inputs"]["periods"],
        rounding=rounding,
    )
    rows = schedule_of(terms).rows
    assert len(rows) == case["inputs"]["periods"] != case["expected"]["rows_when_ceil"]
    assert rows[-2].balance_minor > 0


def test_the_same_loan_in_cents_has_the_peers_instalment() -> None:
    case = FRAPPE["FL-026"]
    terms = a_loan(
        principal_minor=minor(case["inputs"]["principal"]),
        rate_ppm=ppm(case["inputs"]["annual_rate_pct"]),
        instalments=case["inputs"]["periods"],
    )
    assert schedule_of(terms).instalment_minor == minor(case["expected"]["instalment_2dp"])
