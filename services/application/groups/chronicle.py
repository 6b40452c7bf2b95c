"""What every change of a group leaves: its rows, its audit and its events, in one transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.groups import repository
from services.application.groups.domain.group import Group
from services.application.groups.messages import AGGREGATE_TYPE, TOPICS, group_event, group_facts
from services.application.groups.repository import Held
from services.application.groups.tables import GroupRow
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.caller import Caller


async def begun(session: AsyncSession, row: GroupRow, group: Group, caller: Caller) -> None:
    """Write that a group was formed; its row is new."""
    change = Change(f"{AGGREGATE_TYPE}.formed", caller, after=group_facts(group))
    await audit.append(session, row, change)


async def changed(
    session: AsyncSession,
    held: Held,
    after: Group,
    happened: str,
    caller: Caller,
    reason: str | None = None,
) -> None:
    """Write that a locked group became `after` by what `happened`."""
    await repository.save(session, held, after)
    change = Change(
        f"{AGGREGATE_TYPE}.{happened}", caller, reason, group_facts(held.group), group_facts(after)
    )
    await audit.append(session, held.row, change)
    topic = TOPICS.get(after.status)
    if after.status is not held.group.status and topic is not None:
        await outbox.add(
            session,
            held.row,
            aggregate_type=AGGREGATE_TYPE,
            topic=topic,
            data=group_event(after, held.row.version),
        )
    await session.flush()
