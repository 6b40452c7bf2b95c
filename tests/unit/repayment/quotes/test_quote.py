"""A quote is the engine's schedule and cost of the terms, or a refusal that points at a field."""

from datetime import date
from typing import Any

import pytest

from services.kit.errors import Invalid
from services.loan_engine.terms import Fee, FeeTiming
from services.repayment.quotes.domain.conventions import conventions_of
from services.repayment.quotes.domain.quote import quote_of
from tests.unit.loan_engine.loans import a_loan

SERVICE = Fee("service", 50_000, FeeTiming.DISBURSEMENT)


def test_a_quote_holds_the_schedule_the_flows_and_the_conventions_of_its_terms() -> None:
    terms = a_loan(fees=(SERVICE,))
    quote = quote_of(terms)
    assert quote.terms is terms
    assert quote.schedule.instalment_minor == 888_488
    assert quote.conventions == conventions_of(terms)
    first, *rows = quote.flows
    assert (first.on, first.amount_minor) == (date(2026, 1, 15), 10_000_000 - 50_000)
    assert [-flow.amount_minor for flow in rows] == [row.total_minor for row in quote.schedule.rows]


def test_without_fees_the_simple_cost_of_a_year_is_the_rate_and_a_fee_adds_to_it() -> None:
    assert quote_of(a_loan()).cost.percent_simple(2) == "12.00"
    assert quote_of(a_loan(fees=(SERVICE,))).cost.simple_ppm > 120_000


@pytest.mark.parametrize(
    ("unsound", "refusal"),
    [
        (
            {"rate_ppm": 240_000, "instalments": 36, "first_due_on": date(2026, 5, 15)},
            ("/terms/first_due_on", "instalment_below_interest"),
        ),
        (
            {"principal_minor": 3, "rate_ppm": 0},
            ("/terms/instalments", "residue_too_large"),
        ),
        (
            {"fees": (Fee("service", 9_999_999, FeeTiming.DISBURSEMENT),)},
            ("/fees", "annual_cost_too_high"),
        ),
    ],
    ids=["interest", "residue", "cost"],
)
def test_what_the_engine_refuses_points_at_the_request(
    unsound: dict[str, Any], refusal: tuple[str, str]
) -> None:
    terms = a_loan(**unsound)
    with pytest.raises(Invalid) as refused:
        quote_of(terms)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [refusal]
