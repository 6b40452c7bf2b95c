"""What an application stands on: the version it pinned and the party it is for."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.catalogue import entry as catalogue
from services.application.domain.products import ProductType
from services.application.groups import entry as groups
from services.application.intake.domain.drafts import Ground
from services.application.intake.domain.loan_application import LoanApplication
from services.application.parties import entry as parties
from services.kit.caller import Caller
from services.kit.errors import NotFound


async def ground_of(
    session: AsyncSession,
    application: LoanApplication,
    caller: Caller,
    *,
    holds_group: bool = False,
) -> Ground:
    """What `application` stands on, for a caller who may see it.

    `holds_group` keeps the borrower's group as it is until the end of the transaction.
    """
    version = await catalogue.version_by_id(session, application.product_version_id)
    party = await parties.party_for(session, application.party_id, caller)
    if version is None or party is None:
        raise NotFound
    if version.terms.product_type is not ProductType.GROUP:
        return Ground(version, party)
    membership = await groups.membership_of(session, party.party_id, is_held=holds_group)
    return Ground(version, party, membership)
