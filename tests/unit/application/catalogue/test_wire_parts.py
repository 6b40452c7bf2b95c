"""How multiples are written, and which lists are refused at the door."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.application.catalogue.schemas.parts import multiple_ppm, multiple_text
from services.application.catalogue.schemas.written import ProductCreate
from tests.unit.application.catalogue.versions import written


@pytest.mark.parametrize(
    ("text", "ppm"), [("1", 1_000_000), ("1.5", 1_500_000), ("1.3333", 1_333_300)]
)
def test_a_multiple_comes_back_as_it_was_written(text: str, ppm: int) -> None:
    assert multiple_ppm(text) == ppm
    assert multiple_text(ppm) == text


def test_a_multiple_may_be_written_with_trailing_zeros() -> None:
    assert multiple_text(multiple_ppm("1.50")) == "1.5"
    assert multiple_text(multiple_ppm("1.0")) == "1"


@pytest.mark.parametrize(
    ("changes", "place", "kind"),
    [
        ({"customer_types": ["sole_trader", "sole_trader"]}, "customer_types", "repeated_value"),
        ({"customer_types": ["banker"]}, "customer_types", "enum"),
        ({"customer_types": []}, "customer_types", "too_short"),
        ({"methods": ["bullet", "bullet"]}, "methods", "repeated_value"),
        ({"methods": ["lottery"]}, "methods", "enum"),
        ({"denied_purposes": ["taxes", "taxes"]}, "denied_purposes", "repeated_value"),
        ({"checklist": []}, "checklist", "too_short"),
        ({"day_count": "31/360"}, "day_count", "enum"),
        ({"penalty_multiple": "0.5"}, "penalty_multiple", "string_pattern_mismatch"),
        ({"penalty_multiple": 1}, "penalty_multiple", "string_type"),
        ({"rate_max": 14}, "rate_max", "string_type"),
        ({"code": "lower_case"}, "code", "string_pattern_mismatch"),
        ({"term_months_min": True}, "term_months_min", "int_type"),
        ({"grace_days": 31}, "grace_days", "less_than_equal"),
        ({"status": "active"}, "status", "extra_forbidden"),
    ],
)
def test_a_malformed_field_is_refused_at_the_door(
    changes: dict[str, Any], place: str, kind: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        ProductCreate.model_validate(written(**changes))
    found = [(error["loc"][0], error["type"]) for error in refused.value.errors()]
    assert found[0] == (place, kind)
