"""Canonical spelling, and the tree over many entries against RFC 6962 done the plain way."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.chain import MerkleTree, canonical_json, entry_hash, leaf_hash, moment_text


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word, over leaves hashed before."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_a_tree_grown_leaf_by_leaf_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    tree = MerkleTree(leaves)
    assert tree.root() == plain_root(leaves)
    assert tree.leaves == len(leaves)


def test_members_are_sorted_unspaced_and_unescaped() -> None:
    spelt = canonical_json({"b": 1, "a": ["小微", None, True]})
    assert spelt == '{"a":["小微",null,true],"b":1}'.encode()


def test_what_json_cannot_hold_has_no_spelling() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})
    with pytest.raises(TypeError):
        canonical_json({"a": b"x"})


def test_a_moment_is_spelt_in_utc_to_the_microsecond() -> None:
    shanghai = timezone(timedelta(hours=8))
    moment = datetime(2026, 11, 3, 10, 15, 7, 123, tzinfo=shanghai)
    assert moment_text(moment) == "2026-11-03T02:15:07.000123Z"


def test_an_entry_hash_depends_on_what_came_before_and_when() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    hashes = {
        entry_hash(b"", b"{}", at),
        entry_hash(b"x", b"{}", at),
        entry_hash(b"", b"{} ", at),
        entry_hash(b"", b"{}", at + timedelta(microseconds=1)),
    }
    assert len(hashes) == 4


def test_a_leaf_depends_on_aggregate_place_and_hash() -> None:
    one, two = UUID(int=1), UUID(int=2)
    leaves = {leaf_hash(one, 1, b"h"), leaf_hash(two, 1, b"h"), leaf_hash(one, 2, b"h")}
    assert len(leaves | {leaf_hash(one, 1, b"i")}) == 4
