"""Sealing the audit: each minute one seal over what was written since, told to the outside.

A seal covers a range of transactions: from where the one before it ended, up to the oldest that
is still running. Everything below that point has ended, so what is there is there for good, and
nothing committed later can fall below it: an entry in flight is sealed next time. Whoever then
rewrites the database would have to rewrite the log and the file as well.
"""

from dataclasses import replace
from typing import Final

from sqlalchemy import func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.chain import FIRST_PREV
from services.kit.database import Sessions
from services.kit.failpoints import KitPoint, reached
from services.kit.ledgers import TransactionId, audit, audit_seals
from services.kit.locks import lock_key
from services.kit.seal_export import SealExport
from services.kit.seal_records import SEAL_FIELDS, Seal, latest_seal, seals_after, tree_over

ENTRIES_PER_SEAL_MAX: Final = 50_000  # beyond it a seal ends with the transaction it is in

TOLD_AT_ONCE_MAX: Final = 1_000


class TransactionsWentBack(RuntimeError):
    """The server counts transactions from below the last seal: it is not the one that was sealed.

    This happens when rows were loaded into a new server. `python -m services.kit.migrate` has to
    raise its count before anything writes, or what is written falls among rows already sealed.
    """


async def seal_once(sessions: Sessions, export: SealExport) -> Seal | None:
    """Seal what can be sealed; None when there is nothing, or another worker is at it.

    Seals that a crash kept from the file are let out first. Raises `TransactionsWentBack`.
    """
    async with sessions.begin() as session:
        if not await _is_alone(session):
            return None
        await _tell_missed(session, export)
        seal = await _next_seal(session, await latest_seal(session))
        if seal is not None:
            row = {name: getattr(seal, name) for name in SEAL_FIELDS}
            await session.execute(insert(audit_seals).values(row))
    if seal is not None:
        await _let_out([seal], export)
    return seal


async def _let_out(seals: list[Seal], export: SealExport) -> None:
    await reached(KitPoint.SEAL_KEPT)
    await export.tell(seals)
    await reached(KitPoint.SEAL_TOLD)


async def _is_alone(session: AsyncSession) -> bool:
    schema = await session.scalar(select(func.current_schema()))
    lock = lock_key("seal", str(schema))
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(lock))))


async def _tell_missed(session: AsyncSession, export: SealExport) -> None:
    last = await export.last_number()
    if last is None:
        return
    missed: list[Seal] = []
    async for seal in seals_after(session, last):
        missed.append(seal)
        if len(missed) == TOLD_AT_ONCE_MAX:
            await _let_out(missed, export)
            missed = []
    if missed:
        await _let_out(missed, export)


async def _next_seal(session: AsyncSession, last: Seal | None) -> Seal | None:
    from_xid = last.until_xid if last else 0
    until_xid = await _end_of_range(session, from_xid)
    tree = await tree_over(session, from_xid, until_xid)
    if tree.leaves == 0:
        return None
    unhashed = Seal(
        seal_no=last.seal_no + 1 if last else 1,
        from_xid=from_xid,
        until_xid=until_xid,
        entries=tree.leaves,
        root=tree.root(),
        prev=last.hash if last else FIRST_PREV,
        hash=b"",
        sealed_at=(await session.execute(select(func.clock_timestamp()))).scalar_one(),
    )
    return replace(unhashed, hash=unhashed.digest())


async def _end_of_range(session: AsyncSession, from_xid: int) -> int:
    running = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=TransactionId)
    oldest = int((await session.execute(select(running))).scalar_one())
    if oldest < from_xid:
        raise TransactionsWentBack(f"oldest {oldest}, sealed up to {from_xid}")
    unsealed = (
        select(audit.c.recorded_xid)
        .where(
            audit.c.recorded_xid >= literal(from_xid, TransactionId),
            audit.c.recorded_xid < literal(oldest, TransactionId),
        )
        .order_by(audit.c.recorded_xid)
    )
    over = await session.scalar(unsealed.offset(ENTRIES_PER_SEAL_MAX).limit(1))
    if over is None:
        return oldest
    first = await session.scalar(unsealed.limit(1))
    return int(max(over, int(first or 0) + 1))
