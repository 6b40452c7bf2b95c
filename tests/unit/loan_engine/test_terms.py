"""Terms that are no loan are refused, naming the field; nothing is bent into shape."""

from datetime import date
from typing import Any

import pytest

from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import (
    EVERY_MAX,
    FEES_MAX,
    INSTALMENTS_MAX,
    PRINCIPAL_MINOR_MAX,
    RATE_PPM_MAX,
    Fee,
    FeeTiming,
)
from tests.unit.loan_engine.loans import ACTUAL_360, BULLET, EQUAL, INTEREST_ONLY, LEVEL, a_loan

OUT_OF_RANGE = RefusalCode.OUT_OF_RANGE
UPFRONT = FeeTiming.DISBURSEMENT


def refusal_of(**changes: Any) -> tuple[RefusalCode, str]:
    with pytest.raises(EngineRefusal) as refused:
        schedule_of(a_loan(**changes))
    assert str(refused.value) == f"{refused.value.code}: {refused.value.field}"
    return refused.value.code, refused.value.field


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("principal_minor", 0),
        ("principal_minor", -1),
        ("principal_minor", PRINCIPAL_MINOR_MAX + 1),
        ("principal_minor", 1000.0),
        ("principal_minor", True),
        ("rate_ppm", -1),
        ("rate_ppm", RATE_PPM_MAX + 1),
        ("rate_ppm", 120_000.0),
        ("instalments", 0),
        ("instalments", INSTALMENTS_MAX + 1),
        ("every", 0),
        ("every", EVERY_MAX + 1),
        ("disbursed_on", date(1899, 12, 31)),
        ("disbursed_on", date(2200, 1, 1)),
        ("fees", (Fee("service", 1, FeeTiming.MATURITY),) * (FEES_MAX + 1)),
    ],
)
def test_a_field_beyond_its_limits_is_refused(field: str, wrong: object) -> None:
    assert refusal_of(**{field: wrong}) == (OUT_OF_RANGE, field)


@pytest.mark.parametrize("amount_minor", [0, -1, PRINCIPAL_MINOR_MAX + 1, 1.0])
def test_a_fee_beyond_its_limits_is_refused(amount_minor: Any) -> None:
    with pytest.raises(EngineRefusal, match="out_of_range: fees"):
        Fee("service", amount_minor, UPFRONT)


@pytest.mark.parametrize(
    ("field", "edge"),
    [
        ("principal_minor", PRINCIPAL_MINOR_MAX),
        ("rate_ppm", 0),
        ("rate_ppm", RATE_PPM_MAX),
        ("instalments", 1),
        ("disbursed_on", date(1900, 1, 1)),
        ("disbursed_on", date(2199, 12, 31)),
    ],
)
@pytest.mark.parametrize("method", [LEVEL, EQUAL, INTEREST_ONLY, BULLET])
def test_a_field_at_its_limit_is_taken(field: str, edge: object, method: object) -> None:
    rows = schedule_of(a_loan(**{field: edge, "method": method})).rows
    assert rows[-1].balance_minor == 0


def test_an_unknown_currency_is_refused() -> None:
    assert refusal_of(currency="XYZ") == (RefusalCode.UNKNOWN_CURRENCY, "currency")


@pytest.mark.parametrize("first_due_on", [date(2026, 1, 15), date(2026, 1, 14), date(1, 1, 1)])
def test_a_first_due_date_comes_after_disbursement(first_due_on: date) -> None:
    expected = (RefusalCode.FIRST_DUE_TOO_EARLY, "first_due_on")
    assert refusal_of(first_due_on=first_due_on) == expected


@pytest.mark.parametrize(
    "longer",
    [
        {"instalments": 51, "every": 12},
        {"instalments": 480, "every": 1000, "unit": PeriodUnit.QUARTERS},
        {"instalments": 480, "every": 1000, "unit": PeriodUnit.DAYS},
        {"instalments": 480, "every": 1000, "unit": PeriodUnit.WEEKS},
        {"instalments": 1, "first_due_on": date(2199, 1, 1)},
        {"instalments": 12, "first_due_on": date(9999, 12, 31)},
    ],
)
def test_a_term_has_an_end(longer: dict[str, Any]) -> None:
    assert refusal_of(method=BULLET, **longer) == (RefusalCode.TERM_TOO_LONG, "instalments")


def test_fees_at_disbursement_leave_something_to_the_borrower() -> None:
    fees = (Fee("service", 6_000_000, UPFRONT), Fee("insurance", 4_000_000, UPFRONT))
    assert refusal_of(fees=fees) == (RefusalCode.FEES_REACH_PRINCIPAL, "fees")
    within = a_loan(fees=(fees[0], Fee("insurance", 3_999_999, UPFRONT)))
    assert within.fees_minor(UPFRONT) == within.principal_minor - 1


def test_a_first_period_whose_interest_eats_the_instalment_is_refused() -> None:
    """At 24 per cent over 36 months four months of interest are more than an instalment."""
    refused = refusal_of(rate_ppm=240_000, instalments=36, first_due_on=date(2026, 5, 15))
    assert refused == (RefusalCode.INSTALMENT_BELOW_INTEREST, "first_due_on")
    shorter = a_loan(rate_ppm=240_000, instalments=36, first_due_on=date(2026, 3, 15))
    assert schedule_of(shorter).rows[0].principal_minor > 0


def test_a_long_month_whose_interest_eats_the_instalment_is_refused() -> None:
    refused = refusal_of(rate_ppm=900_000, instalments=120, **ACTUAL_360)
    assert refused == (RefusalCode.INSTALMENT_BELOW_INTEREST, "instalments")


@pytest.mark.parametrize(
    "too_small",
    [
        {"principal_minor": 8, "method": LEVEL, "rate_ppm": 0},
        {"principal_minor": 8, "method": EQUAL, "rate_ppm": 0},
        {"principal_minor": 3, "method": LEVEL, "rate_ppm": 0},
        {"principal_minor": 3, "method": EQUAL, "rate_ppm": 0},
        {"principal_minor": 100_000, "instalments": 480, "rate_ppm": 900_000},
    ],
)
def test_too_many_instalments_for_the_smallest_unit_are_refused(too_small: dict[str, Any]) -> None:
    assert refusal_of(**too_small) == (RefusalCode.RESIDUE_TOO_LARGE, "instalments")
