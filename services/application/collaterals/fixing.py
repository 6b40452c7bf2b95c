"""When a property stands: what was judged of an application was judged with it in view."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals.domain.errors import PropertyFixed
from services.application.intake import entry as intake


async def require_unjudged(session: AsyncSession, application_id: UUID) -> None:
    """Raise `PropertyFixed` if a material of a locked application was verified or waived.

    A product's checklist does not say which of its materials are about the property, so any is.
    """
    if await intake.is_judged(session, application_id):
        raise PropertyFixed
