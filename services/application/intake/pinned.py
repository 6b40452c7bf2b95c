"""What an application stands on: the version it pinned and the party it is for."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.catalogue import entry as catalogue
from services.application.intake.domain.drafts import Ground
from services.application.intake.domain.loan_application import LoanApplication
from services.application.parties import entry as parties
from services.kit.caller import Caller
from services.kit.errors import NotFound


async def ground_of(session: AsyncSession, application: LoanApplication, caller: Caller) -> Ground:
    """What `application` stands on, for a caller who may see it."""
    version = await catalogue.version_by_id(session, application.product_version_id)
    party = await parties.party_for(session, application.party_id, caller)
    if version is None or party is None:
        raise NotFound
    return Ground(version, party)
