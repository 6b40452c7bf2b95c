"""Try a parked delivery again, on a person's word: it has all its attempts before it once more."""

from uuid import UUID

from sqlalchemy import func, select

from services.kit import audit
from services.kit.audit import Change
from services.kit.context import Ask
from services.kit.errors import NotFound
from services.kit.etags import require_version
from services.kit.parked.queries import record_of
from services.kit.parked.records import ParkedRecord
from services.kit.parked.rows import ParkedRow
from services.kit.parked.statuses import PARKED_MOVES, ParkedStatus
from services.kit.queue import RELAY_ENTRYPOINT
from services.kit.reply import Reply
from services.kit.wakes import wake


async def retry_delivery(delivery_id: UUID, reason: str, ask: Ask[ParkedRecord]) -> Reply:
    """The delivery, about to be tried again, and after it what waits behind it.

    Raises `NotFound`, `PreconditionFailed`, and `TransitionNotAllowed` when it is not parked.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await session.scalar(
            select(ParkedRow).where(ParkedRow.delivery_id == delivery_id).with_for_update()
        )
        if row is None:
            raise NotFound
        require_version(row.version, ask.if_match)
        before = row.status
        row.status = PARKED_MOVES.step(ParkedStatus(before), ParkedStatus.RETRYING).value
        row.forgiven_attempts = row.attempts
        row.version += 1
        row.updated_at = func.clock_timestamp()
        change = Change(
            "delivery.retried",
            ask.caller,
            reason,
            {"status": before},
            {"status": row.status, "forgiven_attempts": row.forgiven_attempts},
        )
        await audit.append(session, row, change)
        await wake(session, RELAY_ENTRYPOINT, row.outbox_id.bytes)
        await session.flush()
        return await ask.once.keep(session, await record_of(session, delivery_id))
