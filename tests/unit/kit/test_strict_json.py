"""JSON is read one way only."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit import strict_json
from services.kit.errors import Invalid, TooLarge, Unreadable
from services.kit.strict_json import DEPTH_MAX, INEXACT, MEMBERS_MAX

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=30,
)


@given(values, st.booleans())
def test_what_json_writes_is_read_back(value: Any, is_ascii: bool) -> None:  # noqa: FBT001
    raw = json.dumps(value, ensure_ascii=is_ascii).encode()
    assert strict_json.parse(raw) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_refusal(raw: bytes) -> None:
    with contextlib.suppress(Unreadable, Invalid, TooLarge):
        strict_json.parse(raw)


@pytest.mark.parametrize("literal", ["1.0", "1e3", "-0", "1" * 20, "-" + "1" * 19, "9" * 100_000])
def test_i4_i5_numbers_that_are_no_plain_integers_are_marked(literal: str) -> None:
    assert strict_json.parse(b'{"n":%s}' % literal.encode()) == {"n": INEXACT}


def test_i12_the_limits_are_exact() -> None:
    deepest = b"[" * DEPTH_MAX + b"]" * DEPTH_MAX
    assert strict_json.parse(deepest)
    with pytest.raises(TooLarge):
        strict_json.parse(b"[" + deepest + b"]")
    widest = b"[" + b",".join([b"0"] * MEMBERS_MAX) + b"]"
    assert len(strict_json.parse(widest)) == MEMBERS_MAX
    with pytest.raises(TooLarge):
        strict_json.parse(widest[:-1] + b",0]")


def test_i12_brackets_and_commas_inside_strings_do_not_count() -> None:
    text = '[{,\\"' * 20_000
    assert strict_json.parse(json.dumps({"a": text}).encode()) == {"a": text}


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'"\\u0000"', ""),
        (b'{"a/b":{"c~d":["x","\\ud800"]}}', "/a~1b/c~0d/1"),
        (b'{"a":1,"b\\u0000":2}', ""),
        (b'{"a":{"\\udfff":2}}', "/a"),
    ],
)
def test_i7_i8_the_pointer_leads_to_the_forbidden_character(raw: bytes, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        strict_json.parse(raw)
    assert [error.pointer for error in caught.value.errors] == [pointer]


def test_i8_a_pair_of_surrogates_is_a_character() -> None:
    assert strict_json.parse(b'"\\ud83d\\ude00 \\\\u0000"') == "😀 \\u0000"
