"""The engine's figures, and an offer that must be them."""

from dataclasses import replace
from datetime import date

import pytest

from services.disbursement.contracts.domain.drawing import Offered, drawn_as_offered, drawn_on
from services.disbursement.contracts.domain.errors import FiguresNotReproduced
from services.disbursement.contracts.domain.terms import ContingentFee, ContractTerms
from services.disbursement.contracts.schemas.told import terms_of
from services.loan_engine.terms import Payee
from tests.unit.disbursement.contracts.agreements import PLANNED_ON, told_offer

OFFERED = Offered(instalment_minor=266_546, simple_ppm=129_531, compound_ppm=137_505)


def terms() -> ContractTerms:
    told = told_offer()
    return terms_of(told.offer, told.product)


def test_the_offers_own_figures_are_reproduced() -> None:
    assert drawn_as_offered(terms(), OFFERED, PLANNED_ON) == drawn_on(terms(), PLANNED_ON)


def test_a_cost_told_to_the_two_decimals_that_are_disclosed_is_the_same() -> None:
    rounded = replace(OFFERED, simple_ppm=129_500, compound_ppm=137_500)
    assert drawn_as_offered(terms(), rounded, PLANNED_ON).schedule.instalment_minor == 266_546


@pytest.mark.parametrize(
    "wrong",
    [{"instalment_minor": 266_545}, {"simple_ppm": 129_532}, {"compound_ppm": 137_400}],
    ids=str,
)
def test_a_figure_that_differs_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(FiguresNotReproduced):
        drawn_as_offered(terms(), replace(OFFERED, **wrong), PLANNED_ON)


def test_a_fee_in_the_loan_is_for_whom_the_contract_says() -> None:
    certain, event = terms().fees
    fees = (certain, replace(certain, code="valuation", payee="third_party"), event)
    loan = replace(terms(), fees=fees).loan_on(PLANNED_ON)
    assert [(fee.code, fee.payee) for fee in loan.fees] == [
        ("service", Payee.LENDER),
        ("valuation", Payee.THIRD_PARTY),
    ]


@pytest.mark.parametrize("unknown", [{"method": "flat"}, {"day_count": "30E/360"}], ids=str)
def test_terms_the_engine_does_not_know_are_refused(unknown: dict[str, str]) -> None:
    with pytest.raises(FiguresNotReproduced):
        drawn_as_offered(replace(terms(), **unknown), OFFERED, PLANNED_ON)  # type: ignore[arg-type]


def test_another_value_date_moves_the_due_dates_and_nothing_else() -> None:
    planned = drawn_on(terms(), PLANNED_ON)
    later = drawn_on(terms(), date(2026, 11, 25))
    assert [row.total_minor for row in later.schedule.rows] == [
        row.total_minor for row in planned.schedule.rows
    ]
    assert later.schedule.rows[0].due_on == date(2026, 12, 25)
    assert later.cost == planned.cost


def test_only_what_the_borrower_surely_pays_is_in_the_loan() -> None:
    certain, event = terms().fees
    assert [(fee.code, fee.amount_minor) for fee in terms().loan_on(PLANNED_ON).fees] == [
        ("service", 15_000)
    ]
    assert (certain.is_certain, event.is_certain) == (True, False)
    by_lender = replace(certain, payer="lender")
    nothing = replace(certain, rate_ppm=0)
    assert replace(terms(), fees=(by_lender, nothing)).loan_on(PLANNED_ON).fees == ()


def test_what_only_an_event_brings_the_borrower_is_told_apart_from_the_loan() -> None:
    certain, event = terms().fees
    assert list(terms().contingent_fees) == [ContingentFee("legal_cost", 50_000, "third_party")]
    share = replace(event, code="late_notice", amount_minor=None, rate_ppm=1_000)
    by_lender = replace(event, payer="lender")
    nothing = replace(event, amount_minor=0)
    changed = replace(terms(), fees=(certain, by_lender, nothing, share))
    per_mille = terms().principal.amount_minor // 1_000
    assert list(changed.contingent_fees) == [ContingentFee("late_notice", per_mille, "third_party")]


def test_a_fee_is_an_amount_or_a_share_of_the_principal_rounded_half_up() -> None:
    certain, event = terms().fees
    assert event.minor_of(3_000_000) == 50_000
    assert certain.minor_of(101) == 1
    assert certain.minor_of(99) == 0
