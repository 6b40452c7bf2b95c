"""Reads of groups; each sees only what its caller may see."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.application.domain.groups import GroupStatus
from services.application.groups import repository
from services.application.groups.records import GroupRecord
from services.application.groups.tables import GroupRow
from services.kit.caller import Caller
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.kit.pagination import PageRequest, paged


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and with what."""

    sessions: Sessions
    caller: Caller
    keys: FieldKeys


async def group(group_id: UUID, reading: Reading) -> GroupRecord:
    """One group; raises `NotFound`."""
    async with reading.sessions() as session:
        row = await repository.find(session, group_id, reading.caller)
        return await repository.record_of(session, row, reading.keys)


async def groups(
    status: GroupStatus | None, page: PageRequest, reading: Reading
) -> list[GroupRecord]:
    """A page of the groups the caller may see, newest first, one row more than it shows."""
    statement = select(GroupRow).where(repository.seen_by(reading.caller))
    if status is not None:
        statement = statement.where(GroupRow.status == status.value)
    statement = paged(statement, page, created_at=GroupRow.created_at, identifier=GroupRow.group_id)
    async with reading.sessions() as session:
        rows = (await session.scalars(statement)).all()
        return await repository.records_of(session, rows, reading.keys)
