"""Form a group, with its first member."""

from uuid import UUID

from services.application.groups import chronicle, repository
from services.application.groups.domain.group import formed
from services.application.groups.records import GroupRecord
from services.application.groups.repository import Joining
from services.application.parties import entry as parties
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.kit.reply import Reply


async def form_group(party_id: UUID, keys: FieldKeys, ask: Ask[GroupRecord]) -> Reply:
    """A group that forms, with the party as its first member.

    Raises `Invalid` and `InAnotherGroup`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        group = formed(new_id(), await parties.party_for(session, party_id, ask.caller))
        row = await repository.add_group(session, group, ask.caller.subject)
        identity = await parties.identity_index_of(session, party_id)
        joining = Joining(group.members[0], identity, ask.caller.subject)
        await repository.add_member(session, row, joining)
        await chronicle.begun(session, row, group, ask.caller)
        await session.flush()
        return await ask.once.keep(session, await repository.record_of(session, row, keys))
