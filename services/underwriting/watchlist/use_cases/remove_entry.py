"""Take a name off its list; what it was stays to be read."""

from uuid import UUID

from services.kit.context import Ask
from services.kit.errors import OwnWork
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply
from services.underwriting.watchlist import chronicle, messages, repository
from services.underwriting.watchlist.domain.entries import ENTRY_LIFE, Entry, EntryStatus
from services.underwriting.watchlist.sealed_names import entry_of


async def remove_entry(entry_id: UUID, reason: str, keys: FieldKeys, ask: Ask[Entry]) -> Reply:
    """The entry, counting no longer.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork` for whoever listed it, and
    `TransitionNotAllowed` when it was removed before.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock(session, entry_id)
        require_version(row.version, ask.if_match)
        removed = ENTRY_LIFE.step(EntryStatus(row.status), EntryStatus.REMOVED)
        if row.added_by == ask.caller.subject:
            raise OwnWork
        before = chronicle.facts_of(row)
        row.status, row.version = removed.value, row.version + 1
        row.removed_at, row.removed_by = ask.clock.now(), ask.caller.subject
        row.removal_reason = reason
        await chronicle.note(session, row, messages.REMOVED, ask.caller, before, reason)
        await session.flush()
        await session.refresh(row)
        return await ask.once.keep(session, entry_of(row, keys))
