"""Let a member leave: while the group forms, or while nobody answers for anything in it."""

from uuid import UUID

from services.application.groups import chronicle, desk, repository
from services.application.groups.records import GroupRecord
from services.application.intake import entry as intake
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def remove_member(
    group_id: UUID, party_id: UUID, reason: str, keys: FieldKeys, ask: Ask[GroupRecord]
) -> Reply:
    """The group without the party, who may join another one.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork`, `MembersFixed`, `GroupInUse` and
    `GroupTooSmall`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await desk.take(session, group_id, ask.caller, ask.if_match)
        is_in_use = await intake.is_group_in_use(session, group_id)
        group = held.group.left_by(party_id, is_in_use=is_in_use)
        await chronicle.changed(session, held, group, "member_left", ask.caller, reason)
        return await ask.once.keep(session, await repository.record_of(session, held.row, keys))
