"""Hearing others once: how far each neighbour's story of each aggregate has been applied here."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import Conflict, Title
from services.kit.ledgers import inbox


class SequenceGap(Conflict):
    """Something earlier of the same aggregate has not arrived; the sender tries it first."""

    code, retryable, retry_after_default_s = "sequence_gap", True, 1
    title = Title("An earlier message has not arrived yet", "尚有更早的消息未到达")


async def apply_once(
    session: AsyncSession, *, source: str, aggregate_id: UUID, sequence: int, after: int
) -> bool:
    """Whether message `sequence` is to be applied now; the first statement of its use case.

    `after` is the number of the message that `source` sent us before about this aggregate, 0 if
    none: not every event of an aggregate goes to every neighbour. False means it was applied
    before, and the caller answers as it did then. The inbox row stays locked until the commit,
    so two deliveries of one message wait for each other. Raises `SequenceGap`.
    """
    place = {"source": source, "aggregate_id": aggregate_id}
    await session.execute(
        insert(inbox).values(**place, applied_sequence=0).on_conflict_do_nothing()
    )
    row = (inbox.c.source == source) & (inbox.c.aggregate_id == aggregate_id)
    applied = (
        await session.execute(select(inbox.c.applied_sequence).where(row).with_for_update())
    ).scalar_one()
    if sequence <= applied:
        return False
    if applied < after:
        raise SequenceGap
    await session.execute(
        update(inbox)
        .where(row)
        .values(applied_sequence=sequence, updated_at=func.clock_timestamp())
    )
    return True
