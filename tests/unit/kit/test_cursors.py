"""A cursor is good for one caller, one list, one set of filters, one day."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import InvalidCursor
from services.kit.pagination import CURSOR_LIFE, Cursor, CursorCodec, binding_of
from tests.fixed_clock import FixedClock

NOW = FixedClock().now()
CODEC = CursorCodec(b"k" * 32)
PLACE = Cursor(NOW, UUID(int=2**127 + 1))
BINDING = binding_of("user:alice", "/v1/things", [("status", "new")])


def sealed() -> str:
    return CODEC.seal(PLACE, binding=BINDING, now=NOW)


def test_a_cursor_reads_back_to_the_microsecond() -> None:
    place = Cursor(NOW.replace(microsecond=123_457), PLACE.id)
    text = CODEC.seal(place, binding=BINDING, now=NOW)
    assert CODEC.open(text, binding=BINDING, now=NOW) == place


def test_i17_a_cursor_expires() -> None:
    almost = NOW + CURSOR_LIFE - timedelta(seconds=1)
    assert CODEC.open(sealed(), binding=BINDING, now=almost) == PLACE
    with pytest.raises(InvalidCursor):
        CODEC.open(sealed(), binding=BINDING, now=NOW + CURSOR_LIFE)


@pytest.mark.parametrize(
    "binding",
    [
        binding_of("user:bob", "/v1/things", [("status", "new")]),
        binding_of("user:alice", "/v1/others", [("status", "new")]),
        binding_of("user:alice", "/v1/things", []),
        binding_of("user:alice", "/v1/things", [("status", "new"), ("a", "b")]),
    ],
)
def test_i17_a_cursor_is_bound(binding: bytes) -> None:
    with pytest.raises(InvalidCursor):
        CODEC.open(sealed(), binding=binding, now=NOW)


def test_i17_a_cursor_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        CursorCodec(b"o" * 32).open(sealed(), binding=BINDING, now=NOW)


@given(st.integers(0, 500), st.integers(1, 255))
def test_i17_every_changed_character_is_noticed(place: int, change: int) -> None:
    text = bytearray(sealed().encode())
    text[place % len(text)] ^= change
    with pytest.raises(InvalidCursor):
        CODEC.open(text.decode("latin-1"), binding=BINDING, now=NOW)


def test_filters_bind_in_any_order() -> None:
    one = binding_of("u", "/p", [("a", "1"), ("b", "2")])
    assert one == binding_of("u", "/p", [("b", "2"), ("a", "1")])


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        CursorCodec(b"k" * 31)
