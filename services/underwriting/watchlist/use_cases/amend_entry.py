"""Change where a listed name comes from, why it is listed, until when, or that it is disputed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.kit.context import Edit
from services.kit.errors import Invalid, OwnWork
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.underwriting.watchlist import chronicle, messages, repository
from services.underwriting.watchlist.domain.amending import amend, expiry_faults
from services.underwriting.watchlist.domain.entries import Entry
from services.underwriting.watchlist.sealed_names import entry_of


async def amend_entry(
    entry_id: UUID, changes: Mapping[str, Any], note: str, keys: FieldKeys, edit: Edit
) -> Entry:
    """The entry with `changes` (field name → new value); as it was, if none differs.

    To let it end sooner, or be disputed, comes close to taking it off: a second person does that,
    too. Raises `NotFound`, `PreconditionFailed`, `Invalid`, `OwnWork` when whoever listed it would
    weaken it, and `TransitionNotAllowed` once removed.
    """
    async with edit.sessions.begin() as session:
        row = await repository.lock(session, entry_id)
        require_version(row.version, edit.if_match)
        amendment = amend(entry_of(row, keys), changes)
        if faults := expiry_faults(changes.get("expires_on"), edit.clock.today()):
            raise Invalid(errors=faults)
        if not amendment.changed:
            return amendment.entry
        if amendment.is_weaker and row.added_by == edit.caller.subject:
            raise OwnWork
        before, amended = chronicle.facts_of(row), amendment.entry
        row.status = amended.status.value
        row.source, row.reason = amended.listed.source, amended.listed.reason
        row.expires_on = amended.listed.expires_on
        row.version += 1
        await chronicle.note(session, row, messages.AMENDED, edit.caller, before, note)
        await session.flush()
        await session.refresh(row)
        return entry_of(row, keys)
