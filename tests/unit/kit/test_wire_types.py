"""The small types of the wire, in and out."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.kit.field_errors import field_errors
from services.kit.money import Money
from services.kit.schemas import (
    DateRead,
    InstantRead,
    MoneyIn,
    MoneyRead,
    RateIn,
    RateRead,
    ReadSchema,
    Schema,
    ShortText,
    TypeId,
)
from services.kit.strict_json import INEXACT
from services.kit.wire_types import RATE_PPM_MAX, rate_percent


class Colour(StrEnum):
    """A closed choice."""

    RED = "red"
    BLUE = "blue"


class Sent(Schema):
    """What is sent."""

    colour: Colour | None = None
    colours: tuple[Colour, ...] = ()
    numbers: tuple[int, ...] = ()
    rate: RateIn | None = None
    text: Annotated[str, ShortText(5)] | None = None


class Shown(ReadSchema):
    """What is shown."""

    shown_id: Annotated[UUID, TypeId("app")]
    rate: RateRead
    on: DateRead
    at: InstantRead
    price: MoneyRead


def wrong(members: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Sent.model_validate(members)
    findings = [{**each, "loc": ("body", *each["loc"])} for each in caught.value.errors()]
    return [(error.pointer, error.code) for error in field_errors(findings, members)]


@given(st.integers(0, RATE_PPM_MAX))
def test_a_rate_shown_reads_back(rate_ppm: int) -> None:
    assert Sent.model_validate({"rate": rate_percent(rate_ppm)}).rate == rate_ppm


@pytest.mark.parametrize(
    ("percent", "rate_ppm"), [("0", 0), ("14.4", 144_000), ("14.4000", 144_000), ("0.0001", 1)]
)
def test_a_rate_is_whole_parts_per_million(percent: str, rate_ppm: int) -> None:
    assert Sent.model_validate({"rate": percent}).rate == rate_ppm


@pytest.mark.parametrize("rate", [12, 0, True, 14.4, "", "014", ".5", "5.", "1.00001", "10000"])
def test_i2_a_rate_is_a_plain_decimal_string(rate: object) -> None:
    [(pointer, _)] = wrong({"rate": rate})
    assert pointer == "/rate"


def test_a_rate_has_a_limit() -> None:
    assert wrong({"rate": "1000.0001"}) == [("/rate", "rate_too_high")]


def test_choices_are_taken_by_value_and_arrays_as_tuples() -> None:
    sent = Sent.model_validate({"colour": "red", "colours": ["blue", "red"], "numbers": [1]})
    assert sent == Sent(colour=Colour.RED, colours=(Colour.BLUE, Colour.RED), numbers=(1,))


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"colour": "green"}, "/colour"),
        ({"colour": 1}, "/colour"),
        ({"colours": ["red", "green"]}, "/colours/1"),
        ({"colours": "red"}, "/colours"),
        ({"numbers": ["1"]}, "/numbers/0"),
        ({"numbers": [True]}, "/numbers/0"),
        ({"numbers": [INEXACT]}, "/numbers/0"),
        ({"odd": 1}, "/odd"),
        ({"odd name": 1}, ""),
    ],
)
def test_nothing_else_is_coerced(members: dict[str, Any], pointer: str) -> None:
    assert [found for found, _ in wrong(members)] == [pointer]


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "a\nb", "a\x00", "a\u2028", "\x85", "abcdef", 5),
        *("\u202eba", "a\u200bb", "a\ufeff", "\u3164", "a\U000e0041", "\u2066a"),
    ],
)
def test_a_short_text_is_one_line_that_says_something(text: object) -> None:
    assert [pointer for pointer, _ in wrong({"text": text})] == ["/text"]


def test_i9_text_is_normalised_before_it_is_measured() -> None:
    assert Sent.model_validate({"text": "e\u0301" * 5}).text == "é" * 5


def test_what_is_shown_is_spelt_one_way() -> None:
    shown = Shown(
        shown_id=UUID("01890a5d-ac96-774b-bcce-b302099a8057"),
        rate=144_000,
        on=date(2026, 2, 28),
        at=datetime(2026, 2, 28, 8, tzinfo=timezone(timedelta(hours=8))),
        price=MoneyRead.of(Money(-5, "JPY")),
    )
    assert shown.model_dump(mode="json") == {
        "shown_id": "app_01h455vb4pex5vsknk084sn02q",
        "rate": "14.4",
        "on": "2026-02-28",
        "at": "2026-02-28T00:00:00Z",
        "price": {"amount": -5, "currency": "JPY"},
    }
    assert shown.at.tzinfo == UTC


def test_an_answer_is_always_complete() -> None:
    with pytest.raises(ValidationError):
        MoneyRead.model_validate({"amount": 1})


def test_an_amount_sent_becomes_money() -> None:
    assert MoneyIn(amount=5, currency="CNY").money() == Money(5, "CNY")


def test_a_pointer_skips_the_tag_of_a_union() -> None:
    body = {"kind": "person", "person": {"name": 5}}
    finding = {"type": "string_type", "loc": ("body", "individual", "person", "name"), "ctx": {}}
    [error] = field_errors([finding], body)
    assert error.pointer == "/person/name"


def test_no_more_than_fifty_errors_are_told() -> None:
    finding = {"type": "missing", "loc": ("body", "a")}
    assert len(field_errors([finding] * 60, {})) == 50
