"""Fields of a version that contradict one another, or a limit, are named."""

from collections.abc import Iterable
from typing import Any

import pytest

from services.application.catalogue.domain.version_rules import require_sound
from services.application.catalogue.samples import SAMPLES
from services.application.catalogue.schemas.written import ProductCreate
from tests.unit.application.catalogue.versions import TODAY, cny, drafted, faults

USD = {"amount": 100_000, "currency": "USD"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["code"])
def test_the_sample_products_are_sound(sample: dict[str, Any]) -> None:
    require_sound(ProductCreate.model_validate(sample).draft(), today=TODAY)


def _one(pointer: str, code: str, **changes: Any) -> tuple[dict[str, Any], str, str]:
    return changes, pointer, code


CONTRADICTIONS: Iterable[tuple[dict[str, Any], str, str]] = (
    _one("/valid_from", "date_in_past", valid_from="2026-11-22"),
    _one("/valid_to", "range_reversed", valid_to=TODAY.isoformat()),
    _one("/amount_max/amount", "range_reversed", amount_max=cny(499_999), fast_track=None),
    _one("/amount_max/currency", "currency_mismatch", amount_max=USD),
    _one("/term_months_max", "range_reversed", term_months_max=2),
    _one("/rate_max", "range_reversed", rate_max="8.3"),
    _one("/rate_max", "rate_above_cap", rate_max="24.0001"),
    # 16.1 per cent times 1.5 is 24.15 per cent a year for a late borrower.
    _one("/penalty_multiple", "penalty_above_cap", rate_max="16.1"),
    _one(
        "/fast_track/amount_max/currency",
        "currency_mismatch",
        fast_track={"amount_max": USD, "customer_types": ["sole_trader"]},
    ),
    _one(
        "/fast_track/amount_max/amount",
        "outside_amounts",
        fast_track={"amount_max": cny(30_000_001), "customer_types": ["sole_trader"]},
    ),
    _one(
        "/fast_track/amount_max/amount",
        "outside_amounts",
        fast_track={"amount_max": cny(499_999), "customer_types": ["sole_trader"]},
    ),
    _one(
        "/fast_track/customer_types",
        "customer_type_not_served",
        fast_track={"amount_max": cny(500_000), "customer_types": ["farmer"]},
    ),
)


@pytest.mark.parametrize(("changes", "pointer", "code"), CONTRADICTIONS)
def test_a_contradiction_is_named_with_its_field(
    changes: dict[str, Any], pointer: str, code: str
) -> None:
    assert faults(**changes) == {pointer: code}


def test_several_contradictions_are_named_at_once() -> None:
    assert faults(term_months_max=1, rate_max="30", fast_track=None) == {
        "/term_months_max": "range_reversed",
        "/rate_max": "rate_above_cap",
    }


def test_the_caps_themselves_are_allowed() -> None:
    require_sound(drafted(rate_max="16"), today=TODAY)
    require_sound(drafted(rate_max="24", penalty_multiple="1"), today=TODAY)
