"""Recomputing what the audit claims: every chain, every seal, and what the outside was told.

Five questions, each answered from the rows alone: is each aggregate's chain unbroken; does each
row that owns a chain agree with where it ends; does each seal follow the one before and cover
what it covered; does the server count on from above the last; is every seal the outside was told
still there, and the same.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, RowMapping, Uuid, column, func, or_, select, table
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from services.kit.chain import FIRST_PREV, canonical_json, entry_hash
from services.kit.ledgers import TransactionId, audit
from services.kit.seal_records import (
    FETCH_ROWS,
    Seal,
    latest_seal,
    number_of,
    seals_after,
    tree_over,
)

FINDINGS_MAX: Final = 100

_HASHED: Final = (
    *("seq", "aggregate_type", "action", "actor", "acting_service", "request_id", "reason"),
    *("before", "after"),
)
# Every table with a chain on its rows, and the last UUID of its key.
_CHAIN_OWNERS: Final = sql(
    """
    SELECT DISTINCT ON (owner.relname) owner.relname AS name, key.attname AS key
    FROM pg_class owner
    JOIN pg_attribute head ON head.attrelid = owner.oid AND head.attname = 'audit_head'
    JOIN pg_index pk ON pk.indrelid = owner.oid AND pk.indisprimary
    JOIN pg_attribute key ON key.attrelid = owner.oid AND key.attnum = ANY (pk.indkey)
        AND key.atttypid = 'uuid'::regtype
    WHERE owner.relnamespace = current_schema()::regnamespace AND owner.relkind IN ('r', 'p')
        AND NOT owner.relispartition
    ORDER BY owner.relname, array_position(pk.indkey::int2[], key.attnum) DESC
    """
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written: `place` names an entry, a chain or a seal."""

    place: str
    fault: str

    @override
    def __str__(self) -> str:
        return f"{self.place}: {self.fault}"


async def verify(session: AsyncSession, exported: Iterable[str] | None = None) -> list[Finding]:
    """Everything that is wrong with the audit, at most `FINDINGS_MAX`; nothing when it is whole.

    `exported` are the lines the outside kept, None to do without. The session should see one
    snapshot (REPEATABLE READ), or a change made meanwhile may look like a fault.
    """
    findings: list[Finding] = []
    for question in (
        _broken_chains(session),
        _wrong_ends(session),
        _broken_seals(session),
        _counts_from_below(session),
        _missing_outside(session, exported or ()),
    ):
        async for finding in question:
            findings.append(finding)
            if len(findings) == FINDINGS_MAX:
                return findings
    return findings


async def _broken_chains(session: AsyncSession) -> AsyncIterator[Finding]:
    """The first bad entry of each chain; after it the rest of that chain proves nothing."""
    found = await session.stream(
        select(audit).order_by(audit.c.aggregate_id, audit.c.seq),
        execution_options={"yield_per": FETCH_ROWS},
    )
    chain: UUID | None = None
    seq, head, is_broken = 0, FIRST_PREV, False
    async for entry in found.mappings():
        if entry["aggregate_id"] != chain:
            chain, seq, head, is_broken = entry["aggregate_id"], 0, FIRST_PREV, False
        if is_broken:
            continue
        seq += 1
        fault = _fault_of(entry, seq, head)
        if fault is not None:
            is_broken = True
            yield Finding(f"entry {chain}/{seq}", fault)
        head = entry["hash"]


def _fault_of(entry: RowMapping, seq: int, head: bytes) -> str | None:
    if entry["seq"] != seq:
        return f"is missing; the next one there is {entry['seq']}"
    if entry["prev"] != head:
        return "does not follow the entry before it"
    hashed = {name: entry[name] for name in _HASHED}
    told = canonical_json({**hashed, "aggregate_id": str(entry["aggregate_id"])})
    if entry_hash(head, told, entry["recorded_at"]) != entry["hash"]:
        return "was changed after it was written"
    return None


async def _wrong_ends(session: AsyncSession) -> AsyncIterator[Finding]:
    """Rows whose own count or last hash is not that of their chain: its end is gone, or forged."""
    for owner in (await session.execute(_CHAIN_OWNERS)).all():
        rows = table(
            owner.name,
            column(owner.key, Uuid()),
            column("audit_seq", BigInteger()),
            column("audit_head", LargeBinary()),
        )
        last = (
            select(audit.c.seq, audit.c.hash)
            .where(audit.c.aggregate_id == rows.c[owner.key])
            .order_by(audit.c.seq.desc())
            .limit(1)
            .lateral("last")
        )
        kept = func.coalesce(last.c.seq, 0)
        differing = (
            select(rows.c[owner.key].label("id"), rows.c.audit_seq, kept.label("kept"))
            .join_from(rows, last, sql("true"), isouter=True)
            .where(
                or_(
                    rows.c.audit_seq != kept,
                    rows.c.audit_head != func.coalesce(last.c.hash, FIRST_PREV),
                )
            )
            .order_by(rows.c[owner.key])
            .limit(FINDINGS_MAX)
        )
        for row in (await session.execute(differing)).all():
            yield Finding(f"chain {row.id}", f"ends at {row.kept}, its row says {row.audit_seq}")


async def _broken_seals(session: AsyncSession) -> AsyncIterator[Finding]:
    number, until_xid, prev = 0, 0, FIRST_PREV
    async for seal in seals_after(session, 0):
        number += 1
        if seal.seal_no != number:
            yield Finding(f"seal {number}", f"is missing; the next one there is {seal.seal_no}")
        elif (seal.from_xid, seal.prev) != (until_xid, prev):
            yield Finding(f"seal {number}", "does not follow the seal before it")
        if seal.digest() != seal.hash:
            yield Finding(f"seal {seal.seal_no}", "was changed after it was written")
        async for finding in _uncovered(session, seal):
            yield finding
        number, until_xid, prev = seal.seal_no, seal.until_xid, seal.hash


async def _counts_from_below(session: AsyncSession) -> AsyncIterator[Finding]:
    last = await latest_seal(session)
    count = func.pg_snapshot_xmax(func.pg_current_snapshot(), type_=TransactionId)
    following = int((await session.execute(select(count))).scalar_one())
    if last is not None and following < last.until_xid:
        fault = f"ends at transaction {last.until_xid}, and the server counts on from {following}"
        yield Finding(f"seal {last.seal_no}", f"{fault}: migrate raises it")


async def _uncovered(session: AsyncSession, seal: Seal) -> AsyncIterator[Finding]:
    tree = await tree_over(session, seal.from_xid, seal.until_xid)
    if tree.leaves != seal.entries:
        fault = f"covered {seal.entries} entries, now there are {tree.leaves}"
        yield Finding(f"seal {seal.seal_no}", fault)
    elif tree.root() != seal.root:
        yield Finding(f"seal {seal.seal_no}", "covers entries that were changed or exchanged")


async def _missing_outside(
    session: AsyncSession, exported: Iterable[str]
) -> AsyncIterator[Finding]:
    outside = {number: line for line in exported if (number := number_of(line)) is not None}
    last_outside = max(outside, default=0)
    async for seal in seals_after(session, 0):
        told = outside.pop(seal.seal_no, None)
        if told is None and seal.seal_no < last_outside:
            yield Finding(f"seal {seal.seal_no}", "was not told to the outside")
        if told is not None and told != seal.line():
            yield Finding(f"seal {seal.seal_no}", "is not the one the outside was told")
    for number in sorted(outside):
        yield Finding(f"seal {number}", "was told to the outside and is no longer there")
