"""The message about an accepted offer, put together from our tables when it is sent.

The outbox holds ids alone, so personal data lies nowhere but in the sealed rows it comes from.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.assessment import entry as assessment
from services.application.catalogue import entry as catalogue
from services.application.destinations import contract_views as views
from services.application.destinations.contract_schemas import (
    AcceptedOfferTelling,
    SignerTelling,
)
from services.application.groups import entry as groups
from services.application.intake import entry as intake
from services.application.intake.entry import LoanApplication
from services.application.offers import entry as offers
from services.application.parties import entry as parties
from services.kit.deliveries import Message
from services.kit.field_keys import FieldKeys

ACCEPTED_OFFERS: Final = frozenset({"application.offer_accepted"})


async def contract_message(
    session: AsyncSession, message: Message, keys: FieldKeys
) -> AcceptedOfferTelling:
    """What the disbursement service is told by this event."""
    told = await intake.told(session, message.aggregate_id)
    version = await catalogue.version_by_id(session, told.application.product_version_id)
    if version is None:
        raise LookupError("an application's product version is never removed")
    dossier = await parties.dossier_of(session, told.application.party_id, keys)
    taken = await offers.taken(session, message.aggregate_id)
    hands = await assessment.decided_by(session, message.aggregate_id, taken.decision_id)
    return AcceptedOfferTelling(
        sequence=message.sequence,
        after=message.after,
        kind="accepted_offer",
        application=views.application(told, version, dossier),
        offer=views.offer(taken, hands),
        product=views.product(version),
        signers=[
            *views.signers(told, dossier),
            *await _guarantors(session, told.application, keys),
        ],
        borrower=views.borrower(dossier),
    )


async def _guarantors(
    session: AsyncSession, application: LoanApplication, keys: FieldKeys
) -> list[SignerTelling]:
    """The others of its group, who cannot have changed since: nobody leaves one that borrows."""
    if application.group_id is None:
        return []
    group = await groups.view_of(session, application.group_id)
    return [
        views.guarantor((await parties.dossier_of(session, each.party_id, keys)).person, each.owner)
        for each in group.members
        if each.party_id != application.party_id
    ]
