"""Let a frozen group borrow again: on the word of a person who did not freeze it."""

from uuid import UUID

from services.application.groups import chronicle, desk, repository
from services.application.groups.records import GroupRecord
from services.application.intake import entry as intake
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def release_group(
    group_id: UUID, reason: str, keys: FieldKeys, ask: Ask[GroupRecord]
) -> Reply:
    """The group, active again.

    Raises `NotFound`, `PreconditionFailed`, `TransitionNotAllowed`, `OwnWork` and `MemberLate`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await desk.take(session, group_id, ask.caller, ask.if_match)
        is_late = intake.late_on(ask.clock.today())
        is_member_late = await repository.has_late_member(session, group_id, is_late)
        group = held.group.released(ask.caller.subject, is_member_late=is_member_late)
        await chronicle.changed(session, held, group, "released", ask.caller, reason)
        return await ask.once.keep(session, await repository.record_of(session, held.row, keys))
