"""End a group: its members may join others."""

from uuid import UUID

from services.application.groups import chronicle, desk, repository
from services.application.groups.records import GroupRecord
from services.application.intake import entry as intake
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def dissolve_group(
    group_id: UUID, reason: str, keys: FieldKeys, ask: Ask[GroupRecord]
) -> Reply:
    """The group, dissolved for good.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork`, `TransitionNotAllowed` and `GroupInUse`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await desk.take(session, group_id, ask.caller, ask.if_match)
        is_in_use = await intake.is_group_in_use(session, group_id)
        group = held.group.dissolved(is_in_use=is_in_use)
        await chronicle.changed(session, held, group, "dissolved", ask.caller, reason)
        return await ask.once.keep(session, await repository.record_of(session, held.row, keys))
