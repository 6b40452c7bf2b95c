"""Keep a group from borrowing, on a person's word."""

from uuid import UUID

from services.application.groups import chronicle, desk, repository
from services.application.groups.domain.group import FreezeReason
from services.application.groups.records import GroupRecord
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def freeze_group(
    group_id: UUID,
    because: FreezeReason,
    reason: str | None,
    keys: FieldKeys,
    ask: Ask[GroupRecord],
) -> Reply:
    """The group, frozen until somebody else releases it.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await desk.take(session, group_id, ask.caller, ask.if_match)
        group = held.group.frozen(because, ask.caller.subject)
        await chronicle.changed(session, held, group, "frozen", ask.caller, reason)
        return await ask.once.keep(session, await repository.record_of(session, held.row, keys))
