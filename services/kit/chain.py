"""How an audit entry is spelt before it is hashed, and how hashes become a chain and a tree.

An entry's hash is sha256(previous hash + canonical JSON of the entry + the moment of writing).
Canonical JSON: members sorted by name, no spaces, text as UTF-8 and not escaped, integers only.
The moment is UTC, to the microsecond: `2026-11-03T02:15:07.000123Z`.
The tree over many entries is that of RFC 6962: leaves and nodes are hashed under different
prefixes, and a lone node rises unchanged.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

FIRST_PREV: Final = b""  # what the first entry of a chain, and the first seal, follow
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
_SEQ_BYTES: Final = 8


def canonical_json(members: Mapping[str, object]) -> bytes:
    """The one spelling of `members`; raises TypeError or ValueError for what JSON cannot hold."""
    return json.dumps(
        members, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def moment_text(moment: datetime) -> str:
    """The one spelling of an instant, in UTC to the microsecond."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def entry_hash(prev: bytes, entry: bytes, moment: datetime) -> bytes:
    """The hash of an entry (its canonical JSON) written at `moment` after the hash `prev`."""
    return hashlib.sha256(prev + entry + moment_text(moment).encode()).digest()


def leaf_hash(aggregate_id: UUID, seq: int, entry_digest: bytes) -> bytes:
    """The leaf of one audit entry: its aggregate, its place in the chain, its hash."""
    place = aggregate_id.bytes + seq.to_bytes(_SEQ_BYTES, "big")
    return hashlib.sha256(_LEAF + place + entry_digest).digest()


class MerkleTree:
    """A tree grown leaf by leaf, holding only the tops of its finished halves."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._tops: list[tuple[int, bytes]] = []  # (leaves below, hash), largest first
        self.leaves = 0
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        """Take one more leaf, in the stated order."""
        size, top = 1, leaf
        while self._tops and self._tops[-1][0] == size:
            _, left = self._tops.pop()
            size, top = 2 * size, _join(left, top)
        self._tops.append((size, top))
        self.leaves += 1

    def root(self) -> bytes:
        """The hash over all leaves so far; of none, sha256 of nothing (RFC 6962)."""
        if not self._tops:
            return hashlib.sha256(b"").digest()
        _, root = self._tops[-1]
        for _, left in reversed(self._tops[:-1]):
            root = _join(left, root)
        return root


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
