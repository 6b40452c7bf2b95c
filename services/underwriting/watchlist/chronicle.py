"""What every change of a listed name leaves, in its transaction: a version, audit, an event."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import audit, outbox
from services.kit.audit import Change, Members
from services.kit.caller import Caller
from services.underwriting.watchlist import messages
from services.underwriting.watchlist.tables import WatchlistRow


async def note(
    session: AsyncSession,
    row: WatchlistRow,
    topic: str,
    caller: Caller,
    before: Members | None,
    reason: str,
) -> None:
    """Write what happened to the row, which is new or locked."""
    change = Change(topic, caller, reason, before, messages.entry_facts(row))
    await audit.append(session, row, change)
    await outbox.add(
        session,
        row,
        aggregate_type=messages.AGGREGATE_TYPE,
        topic=topic,
        data=messages.entry_event(row),
    )
