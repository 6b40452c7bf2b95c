"""Taking a group on the desk: found, locked, at the version read, and no member's own."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.groups import repository
from services.application.groups.repository import Held
from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.etags import IfMatch, require_version


async def take(
    session: AsyncSession, group_id: UUID, caller: Caller, if_match: IfMatch | None
) -> Held:
    """The group, locked, for staff who neither belong to it nor agreed for a member.

    Raises `NotFound`, `PreconditionFailed` and `OwnWork`.
    """
    held = await repository.hold(session, group_id, caller)
    require_version(held.row.version, if_match)
    if caller.is_among(held.hands):
        raise OwnWork
    return held
