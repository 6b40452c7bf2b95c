"""What secures an application, as far as submission waits for it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals import entry as collaterals
from services.application.domain.checklists import Security
from services.application.domain.products import ProductTerms
from services.application.intake.domain.loan_application import LoanApplication
from services.kit.errors import FieldError


async def security_gaps(
    session: AsyncSession, application: LoanApplication, terms: ProductTerms
) -> tuple[FieldError, ...]:
    """What is still to be said of what is to secure the loan."""
    if terms.security is Security.COLLATERAL:
        return await collaterals.gaps(session, application.application_id)
    return ()
