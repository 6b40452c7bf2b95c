"""What secures an application, as far as its moves wait for it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals import entry as collaterals
from services.application.domain.checklists import Security
from services.application.domain.groups import GroupStatus
from services.application.domain.products import ProductTerms
from services.application.groups import entry as groups
from services.application.intake import repository
from services.application.intake.domain.loan_application import LoanApplication
from services.kit.errors import FieldError


async def security_gaps(
    session: AsyncSession, application: LoanApplication, terms: ProductTerms
) -> tuple[FieldError, ...]:
    """What is still to be said of what is to secure the loan."""
    if terms.security is Security.COLLATERAL:
        return await collaterals.gaps(session, application.application_id)
    return ()


async def may_borrow(session: AsyncSession, application_id: UUID) -> bool:
    """Whether the group of an application that is locked takes loans; it stays so, held.

    Alone one always does.
    """
    row = await repository.find_any(session, application_id)
    if row.group_id is None:
        return True
    membership = await groups.membership_of(session, row.party_id, is_held=True)
    return membership is not None and membership.status is GroupStatus.ACTIVE
