"""Documents are read strictly: nothing unknown, nothing coerced, every refusal with its place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.kit.money import AMOUNT_MINOR_MAX
from services.underwriting.decisions.domain.outcomes import DecisionOutcome
from services.underwriting.decisions.domain.strict import (
    ITEMS_MAX,
    TEXT_LENGTH_MAX,
    Malformed,
    Record,
    day_of,
    decimal_of,
    items_of,
    member_of,
    text_of,
    truth_of,
    whole_of,
)

Reader = Callable[[object, str], Any]


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        (text_of, "a", "a"),
        (text_of, "a" * TEXT_LENGTH_MAX, "a" * TEXT_LENGTH_MAX),
        (whole_of, 0, 0),
        (whole_of, AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX),
        (truth_of, False, False),
        (day_of, "2026-11-23", date(2026, 11, 23)),
        (decimal_of, "0.55", Decimal("0.55")),
        (decimal_of, "-1", Decimal(-1)),
        (member_of(DecisionOutcome), "declined", DecisionOutcome.DECLINED),
    ],
)
def test_what_is_right_is_read(reader: Reader, value: object, read: object) -> None:
    assert reader(value, "/x") == read


@pytest.mark.parametrize(
    ("reader", "value", "code"),
    [
        (text_of, 1, "not_a_text"),
        (text_of, "", "length"),
        (text_of, "a" * (TEXT_LENGTH_MAX + 1), "length"),
        (whole_of, True, "not_a_whole_number"),
        (whole_of, 1.0, "not_a_whole_number"),
        (whole_of, "1", "not_a_whole_number"),
        (whole_of, -1, "out_of_range"),
        (whole_of, AMOUNT_MINOR_MAX + 1, "out_of_range"),
        (truth_of, 1, "not_true_or_false"),
        (day_of, "2026-02-30", "not_a_date"),
        (day_of, "20261123", "not_a_date"),
        (decimal_of, "one", "not_a_decimal"),
        (decimal_of, "NaN", "not_a_decimal"),
        (decimal_of, "Infinity", "not_a_decimal"),
        (decimal_of, 1.5, "not_a_text"),
        (member_of(DecisionOutcome), "maybe", "not_one_of"),
        (member_of(DecisionOutcome), 1, "not_a_text"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(reader: Reader, value: object, code: str) -> None:
    with pytest.raises(Malformed) as refusal:
        reader(value, "/here")
    assert (refusal.value.code, refusal.value.pointer) == (code, "/here")


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ("a", "not_a_list", "/list"),
        ([0] * (ITEMS_MAX + 1), "too_many", "/list"),
        ([0, "a"], "not_a_whole_number", "/list/1"),
    ],
)
def test_a_list_is_refused_at_its_first_fault(value: object, code: str, pointer: str) -> None:
    with pytest.raises(Malformed) as refusal:
        items_of(value, "/list", whole_of)
    assert (refusal.value.code, refusal.value.pointer) == (code, pointer)


def test_a_record_that_was_read_whole_closes() -> None:
    record = Record({"a": 1, "b": None, "c": ["x"]})
    assert record.read("a", whole_of) == 1
    assert record.optional("a", whole_of) == 1
    assert record.optional("b", whole_of) is None
    assert record.items("c", text_of) == ("x",)
    record.close()


@pytest.mark.parametrize("value", [None, [], "a", 1])
def test_only_an_object_is_a_record(value: object) -> None:
    with pytest.raises(Malformed, match="not_an_object at /"):
        Record(value)


def test_a_missing_member_is_named() -> None:
    with pytest.raises(Malformed, match="missing at /a/b"):
        Record({}, "/a").optional("b", whole_of)


def test_a_member_nobody_asked_for_is_named() -> None:
    record = Record({"a": 1, "b": 2})
    record.raw("a")
    with pytest.raises(Malformed, match="unknown_member at /b"):
        record.close()
