"""A finding points at the member it is about, past the variants pydantic names on the way."""

from typing import Any

import pytest

from services.kit.field_errors import field_errors


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        (("offer", "amount"), {"offer": {"amount": 1}}, "/offer/amount"),
        (("items", 0, "code"), {"items": [{"code": 1}]}, "/items/0/code"),
        # A variant that is no member, one named like a member, one beside a member of its name.
        (("told", "sum"), {"kind": "told", "sum": 1}, "/sum"),
        (("told", "told", "sum"), {"kind": "told", "told": {"sum": 1}}, "/told/sum"),
        (("told", "sum"), {"kind": "told", "told": 1, "sum": 1}, "/sum"),
        # No variant: a member within one of the same name.
        (("terms", "terms", "every"), {"terms": {"terms": {"every": 1}}}, "/terms/terms/every"),
        (("terms", "terms"), {"terms": {"terms": 1}}, "/terms/terms"),
    ],
)
def test_a_pointer_leads_through_the_body(
    path: tuple[str | int, ...], body: Any, pointer: str
) -> None:
    (error,) = field_errors([{"type": "int_type", "loc": ("body", *path)}], body)
    assert error.pointer == pointer


def test_what_was_expected_is_listed_in_either_language() -> None:
    expected = "'web', 'this or that' or 'app'"
    finding = {"type": "enum", "loc": ("body", "channel"), "ctx": {"expected": expected}}
    (error,) = field_errors([finding], {"channel": "pigeon"})
    assert error.message.en == f"must be one of {expected}"
    assert error.message.zh == "必须是以下之一：'web'、'this or that'、'app'"
