"""What the other areas may ask the catalogue, inside their own session."""

from datetime import date
from uuid import UUID

from sqlalchemy import ScalarSelect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.application.catalogue import repository
from services.application.catalogue.tables import ProductVersionRow
from services.application.domain.products import ProductVersion


async def active_version(session: AsyncSession, code: str, on: date) -> ProductVersion | None:
    """The version of product `code` that is offered on the business day `on`, if any."""
    record = await repository.find_version(
        session, *repository.of_code(code), repository.is_offered(on)
    )
    return None if record is None else record.version


async def version_by_id(session: AsyncSession, version_id: UUID) -> ProductVersion | None:
    """The version an application pinned, whatever became of it since."""
    record = await repository.find_version(session, repository.has_id(version_id))
    return None if record is None else record.version


def grace_days_of(version_id: InstrumentedAttribute[UUID]) -> ScalarSelect[int]:
    """The days after a due date on which a loan of this version is not late yet."""
    return (
        select(ProductVersionRow.grace_days)
        .where(ProductVersionRow.version_id == version_id)
        .correlate_except(ProductVersionRow)
        .scalar_subquery()
    )
