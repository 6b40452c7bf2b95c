"""Groups freeze by themselves when a member is late; only a person releases them."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.groups import chronicle, repository
from services.application.groups.domain.group import FreezeReason
from services.application.groups.repository import IsLate
from services.application.machinery import GROUP_FREEZE, own_hand

GROUPS_AT_ONCE_MAX: Final = 100


async def freeze_late(session: AsyncSession, is_late: IsLate, party_id: UUID | None = None) -> int:
    """Freeze active groups with a member of whom `is_late` holds; how many there were.

    At most `GROUPS_AT_ONCE_MAX`, and none that somebody is at; of `party_id` alone, its one
    group, waited for.
    """
    found = await repository.lock_active(session, is_late, party_id, GROUPS_AT_ONCE_MAX)
    for row in found:
        held = await repository.held(session, row)
        frozen = held.group.frozen(FreezeReason.MEMBER_LATE, GROUP_FREEZE)
        await chronicle.changed(session, held, frozen, "frozen", own_hand(GROUP_FREEZE))
    return len(found)
