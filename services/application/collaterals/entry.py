"""What the other areas may ask about property, inside their own session."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals import repository
from services.application.collaterals.domain import completeness
from services.application.collaterals.domain.collateral import Collateral
from services.application.collaterals.sealed_fields import collateral_of
from services.kit.errors import FieldError
from services.kit.field_keys import FieldKeys

__all__ = ["Collateral", "gaps", "offered_by"]


async def gaps(session: AsyncSession, application_id: UUID) -> tuple[FieldError, ...]:
    """What is still to be said of the property of an application that is secured by it."""
    return completeness.gaps(len(await repository.all_of(session, application_id)))


async def offered_by(
    session: AsyncSession, application_id: UUID, keys: FieldKeys
) -> tuple[Collateral, ...]:
    """The property an application offers, whole, for whoever examines it."""
    rows = await repository.all_of(session, application_id)
    return tuple(collateral_of(row, keys) for row in rows)
