"""What the other areas may ask the catalogue, inside their own session."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.products import ProductVersion


async def active_version(session: AsyncSession, code: str, on: date) -> ProductVersion | None:
    """The version of product `code` that is offered on the business day `on`, if any."""
    raise NotImplementedError


async def version_by_id(session: AsyncSession, version_id: UUID) -> ProductVersion | None:
    """The version an application pinned, whatever became of it since."""
    raise NotImplementedError
