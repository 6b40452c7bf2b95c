"""What every change of a listed name leaves, in its transaction: audit and an event."""

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
    """Write what happened to the row, which is new or locked; `before` is how it stood."""
    await audit.append(session, row, Change(topic, caller, reason, before, facts_of(row)))
    await outbox.add(
        session,
        row,
        aggregate_type=messages.AGGREGATE_TYPE,
        topic=topic,
        data=messages.entry_event(row.entry_id, row.status, row.version),
    )


def facts_of(row: WatchlistRow) -> Members:
    """What the audit keeps of a listed name."""
    return {
        "kind": row.kind,
        "listed_as": row.listed_as,
        "status": row.status,
        "source": row.source,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
    }
