"""Take one more member into a group that forms."""

from uuid import UUID

from services.application.groups import chronicle, desk, repository
from services.application.groups.records import GroupRecord
from services.application.groups.repository import Joining
from services.application.parties import entry as parties
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def add_member(
    group_id: UUID, party_id: UUID, keys: FieldKeys, ask: Ask[GroupRecord]
) -> Reply:
    """The group with the party; those who had agreed agree anew.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork`, `MembersFixed`, `GroupFull`, `Invalid` and
    `InAnotherGroup`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await desk.take(session, group_id, ask.caller, ask.if_match)
        party = await parties.party_for(session, party_id, ask.caller)
        group = held.group.joined_by(party)
        identity = await parties.identity_index_of(session, party_id)
        joining = Joining(group.members[-1], identity, ask.caller.subject)
        await repository.add_member(session, held.row, joining)
        await chronicle.changed(session, held, group, "member_joined", ask.caller)
        return await ask.once.keep(session, await repository.record_of(session, held.row, keys))
