"""Put a name on a list."""

from typing import Final

from services.kit.context import Ask
from services.kit.errors import Invalid
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply
from services.underwriting.watchlist import chronicle, messages, repository
from services.underwriting.watchlist.domain.amending import faults_of
from services.underwriting.watchlist.domain.entries import Entry, ListedName
from services.underwriting.watchlist.domain.errors import WatchlistEntryExists, WatchlistFull
from services.underwriting.watchlist.sealed_names import entry_of

# Every screening looks through all of them: this many take a worker about a tenth of a second.
ENTRIES_MAX: Final = 10_000


async def list_name(listed: ListedName, keys: FieldKeys, ask: Ask[Entry]) -> Reply:
    """The entry, counting from now on.

    Raises `Invalid`, `WatchlistEntryExists` when its number is on that list, `WatchlistFull`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        if faults := faults_of(listed, ask.clock.today()):
            raise Invalid(errors=faults)
        if await repository.count_kept(session) >= ENTRIES_MAX:
            raise WatchlistFull
        row = await repository.add(session, listed, ask.caller.subject, keys)
        if row is None:
            raise WatchlistEntryExists
        await chronicle.note(session, row, messages.ADDED, ask.caller, None, listed.reason)
        return await ask.once.keep(session, entry_of(row, keys))
