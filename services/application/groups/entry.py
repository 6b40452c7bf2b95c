"""What the other areas may ask of groups, inside their own session."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.groups import GroupStatus, GroupView, Membership, MemberView
from services.application.groups import repository
from services.application.groups.freezing import freeze_late
from services.application.groups.repository import IsLate


async def membership_of(
    session: AsyncSession, party_id: UUID, *, is_held: bool = False
) -> Membership | None:
    """The group a party belongs to and that is not dissolved, if there is one.

    `is_held` keeps it as it is until the end of the transaction.
    """
    found = await repository.standing_of(session, party_id, is_held=is_held)
    if found is None:
        return None
    row, member_row = found
    return Membership(
        group_id=row.group_id,
        status=GroupStatus(row.status),
        has_agreed=member_row.agreed_at is not None,
        version=row.version,
    )


async def freeze_if_late(session: AsyncSession, party_id: UUID, is_late: IsLate) -> None:
    """Freeze the active group of a party if it `is_late` with a loan, and in one."""
    await freeze_late(session, is_late, party_id)


async def view_of(session: AsyncSession, group_id: UUID) -> GroupView:
    """A group an application has pinned, with those who have not left it."""
    row = await repository.find_any(session, group_id)
    members = await repository.members_of(session, [group_id])
    return GroupView(
        group_id=group_id,
        status=GroupStatus(row.status),
        members=tuple(MemberView(each.party_id, each.owner, each.agreed_by) for each in members),
    )
