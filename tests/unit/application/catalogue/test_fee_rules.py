"""What fees may be."""

from typing import Any

import pytest

from services.application.catalogue.domain.version_rules import require_sound
from tests.unit.application.catalogue.versions import TODAY, cny, drafted, faults


def _fee(**changes: Any) -> dict[str, Any]:
    return {
        "code": "service",
        "kind": "service",
        "title": {"en": "Service fee", "zh": "服务费"},
        "amount": None,
        "rate": "0.5",
        "timing": "disbursement",
        "payer": "borrower",
        "payee": "lender",
        "is_refundable": False,
        "is_in_annual_cost": True,
        "needs_consent": True,
    } | changes


@pytest.mark.parametrize("changes", [{"rate": None}, {"amount": {"amount": 1, "currency": "CNY"}}])
def test_a_fee_is_an_amount_or_a_rate_and_not_both(changes: dict[str, Any]) -> None:
    assert faults(fees=[_fee(**changes)]) == {"/fees/0": "fee_amount_or_rate"}


def test_a_fee_is_counted_in_the_products_currency() -> None:
    other = _fee(rate=None, amount={"amount": 1, "currency": "JPY"})
    assert faults(fees=[other]) == {"/fees/0/amount/currency": "currency_mismatch"}


def test_a_fee_code_stands_for_one_fee() -> None:
    assert faults(fees=[_fee(), _fee(code="other"), _fee()]) == {"/fees/2/code": "fee_repeated"}


@pytest.mark.parametrize(
    ("changes", "is_in_cost"),
    [
        ({"timing": "disbursement", "payer": "borrower"}, True),
        ({"timing": "instalment", "payer": "borrower", "rate": "0.01"}, True),
        ({"timing": "maturity", "payer": "borrower"}, True),
        ({"timing": "event", "payer": "borrower"}, False),
        ({"timing": "disbursement", "payer": "lender"}, False),
    ],
)
def test_what_a_borrower_pays_in_any_case_is_in_the_annual_cost(
    changes: dict[str, Any],
    is_in_cost: bool,  # noqa: FBT001
) -> None:
    require_sound(drafted(fees=[_fee(**changes, is_in_annual_cost=is_in_cost)]), today=TODAY)
    hidden = _fee(**changes, is_in_annual_cost=not is_in_cost)
    assert faults(fees=[hidden]) == {"/fees/0/is_in_annual_cost": "fee_disclosure"}


def test_fees_together_are_capped_for_the_smallest_loan() -> None:
    # 5 per cent of 5,000.00: a rate of 4 per cent and 50.00 fixed are just allowed.
    just = [_fee(rate="4"), _fee(code="fixed", rate=None, amount=cny(5_000))]
    require_sound(drafted(fees=just), today=TODAY)
    too_much = [_fee(rate="4"), _fee(code="fixed", rate=None, amount=cny(5_001))]
    assert faults(fees=too_much) == {"/fees": "fees_above_cap"}


def test_a_fee_on_every_instalment_counts_for_every_month() -> None:
    monthly = _fee(timing="instalment", rate="0.21")  # times 24 months is 5.04 per cent
    assert faults(fees=[monthly]) == {"/fees": "fees_above_cap"}


def test_fees_the_lender_bears_or_that_may_never_fall_due_are_not_capped() -> None:
    lender = _fee(payer="lender", rate="9", is_in_annual_cost=False)
    event = _fee(code="legal", timing="event", rate="9", is_in_annual_cost=False)
    require_sound(drafted(fees=[lender, event]), today=TODAY)
