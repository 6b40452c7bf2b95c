"""Whose hands an application went through, as its history tells."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.actors import Actor
from services.application.domain.statuses import ApplicationStatus
from services.application.groups import entry as groups
from services.application.intake.domain.happenings import JUDGEMENTS, JUDGING_MOVES
from services.application.intake.tables import HappeningRow


async def latest_move_to(
    session: AsyncSession, application_id: UUID, status: ApplicationStatus
) -> HappeningRow | None:
    """The entry of the history by which the application came into `status` last."""
    found: HappeningRow | None = await session.scalar(
        select(HappeningRow)
        .where(
            HappeningRow.application_id == application_id,
            HappeningRow.to_status == status.value,
        )
        .order_by(HappeningRow.number.desc())
        .limit(1)
    )
    return found


async def writers_of(session: AsyncSession, application_id: UUID) -> frozenset[str]:
    """The subjects who wrote the application or handed in its materials."""
    found = await session.scalars(
        select(HappeningRow.subject)
        .where(
            HappeningRow.application_id == application_id,
            HappeningRow.actor.in_([Actor.BORROWER, Actor.PARTNER]),
        )
        .distinct()
    )
    return frozenset(found)


async def staff_of(session: AsyncSession, application_id: UUID) -> frozenset[str]:
    """The subjects of the staff who accepted it, asked for more, or judged its materials."""
    found = await session.scalars(
        select(HappeningRow.subject)
        .where(
            HappeningRow.application_id == application_id,
            HappeningRow.actor.in_([Actor.LOAN_OFFICER, Actor.APPROVER]),
            or_(HappeningRow.kind.in_(JUDGEMENTS), HappeningRow.to_status.in_(JUDGING_MOVES)),
        )
        .distinct()
    )
    return frozenset(found)


async def guarantors_of(session: AsyncSession, group_id: UUID | None) -> frozenset[str]:
    """Those who answer for a loan of this group, and the logins that agreed for them."""
    if group_id is None:
        return frozenset()
    group = await groups.view_of(session, group_id)
    agreed = {each.agreed_by for each in group.members if each.agreed_by is not None}
    return frozenset(agreed.union(each.owner for each in group.members))
