"""A seal as it is kept and as it is told: a range of audit entries under one hash.

Its hash is sha256(previous seal's hash + canonical JSON of number, range, count, root and time).
Outside the database it is the same JSON with both hashes added, hashes in hexadecimal.
"""

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.chain import MerkleTree, canonical_json, leaf_hash, moment_text
from services.kit.ledgers import TransactionId, audit, audit_seals

FETCH_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal; it covers entries of transactions `from_xid` up to, not with, `until_xid`."""

    seal_no: int
    from_xid: int
    until_xid: int
    entries: int
    root: bytes
    prev: bytes
    hash: bytes
    sealed_at: datetime

    def digest(self) -> bytes:
        """What `hash` must be, given everything else."""
        members = self._members()
        return hashlib.sha256(self.prev + canonical_json(members)).digest()

    def line(self) -> str:
        """The seal as the outside keeps it: one line of JSON, without its end."""
        told = {**self._members(), "prev": self.prev.hex(), "hash": self.hash.hex()}
        return canonical_json(told).decode()

    def _members(self) -> dict[str, object]:
        return {
            "seal_no": self.seal_no,
            "from_xid": self.from_xid,
            "until_xid": self.until_xid,
            "entries": self.entries,
            "root": self.root.hex(),
            "sealed_at": moment_text(self.sealed_at),
        }


def number_of(line: str) -> int | None:
    """The number of the seal told by `line`; None when it tells of none."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    number = told.get("seal_no") if isinstance(told, dict) else None
    return number if isinstance(number, int) else None


async def latest_seal(session: AsyncSession) -> Seal | None:
    """The newest seal in the database."""
    newest = select(audit_seals).order_by(audit_seals.c.seal_no.desc()).limit(1)
    found = (await session.execute(newest)).mappings().one_or_none()
    return None if found is None else Seal(**found)


async def seals_after(session: AsyncSession, seal_no: int) -> AsyncIterator[Seal]:
    """All seals above `seal_no`, in order."""
    wanted = select(audit_seals).where(audit_seals.c.seal_no > seal_no)
    found = await session.stream(
        wanted.order_by(audit_seals.c.seal_no), execution_options={"yield_per": FETCH_ROWS}
    )
    async for row in found.mappings():
        yield Seal(**row)


async def tree_over(session: AsyncSession, from_xid: int, until_xid: int) -> MerkleTree:
    """The tree over the entries of a range of transactions, by aggregate, then sequence."""
    entry = audit.c
    found = await session.stream(
        select(entry.aggregate_id, entry.seq, entry.hash)
        .where(
            entry.recorded_xid >= literal(from_xid, TransactionId),
            entry.recorded_xid < literal(until_xid, TransactionId),
        )
        .order_by(entry.aggregate_id, entry.seq),
        execution_options={"yield_per": FETCH_ROWS},
    )
    tree = MerkleTree()
    async for row in found:
        tree.add(leaf_hash(row.aggregate_id, row.seq, row.hash))
    return tree


SEAL_FIELDS: Final = tuple(field.name for field in fields(Seal))
