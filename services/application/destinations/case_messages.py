"""The messages about an application's case, put together from our tables when they are sent.

The outbox holds ids alone, so personal data lies nowhere but in the sealed rows it comes from.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.assessment import entry as assessment
from services.application.catalogue import entry as catalogue
from services.application.collaterals import entry as collaterals
from services.application.destinations import case_views as views
from services.application.destinations.case_schemas import (
    GroupTelling,
    SubmissionTelling,
    WithdrawalTelling,
)
from services.application.groups import entry as groups
from services.application.intake import entry as intake
from services.application.intake.entry import LoanApplication
from services.application.parties import entry as parties
from services.kit.deliveries import Message
from services.kit.field_keys import FieldKeys

SUBMISSIONS: Final = frozenset({"application.accepted", "application.information_answered"})
# However it ended without a loan: underwriting has nothing more to decide or to hold ready.
WITHDRAWALS: Final = frozenset(
    {"application.withdrawn", "application.offer_expired", "application.cancelled"}
)
ANSWERED: Final = "application.information_answered"


async def case_message(
    session: AsyncSession, message: Message, keys: FieldKeys
) -> SubmissionTelling | WithdrawalTelling:
    """What the underwriting service is told by this event."""
    if message.topic in WITHDRAWALS:
        return WithdrawalTelling(sequence=message.sequence, after=message.after, kind="withdrawal")
    return await _submission(session, message, keys)


async def _submission(
    session: AsyncSession, message: Message, keys: FieldKeys
) -> SubmissionTelling:
    told = await intake.told(session, message.aggregate_id)
    application = told.application
    version = await catalogue.version_by_id(session, application.product_version_id)
    if version is None:
        raise LookupError("an application's product version is never removed")
    answers = await assessment.answers_of(session, message.aggregate_id, keys)
    agreed = await parties.agreed_for(session, application.party_id)
    offered = await collaterals.offered_by(session, message.aggregate_id, keys)
    return SubmissionTelling(
        sequence=message.sequence,
        after=message.after,
        kind="submission",
        # The first is the acceptance; a question is asked only after the answer before it.
        submission=1 + len(answers) if message.topic == ANSWERED else 1,
        application=views.application(told),
        product=views.product(version),
        party=views.party(await parties.dossier_of(session, application.party_id, keys), agreed),
        financials=views.financials(application.financials),
        co_borrowers=[],
        consents=views.consents(agreed.own),
        materials=[views.material(each) for each in told.materials],
        answers=[views.answer(each) for each in answers],
        collaterals=[views.collateral(each) for each in offered],
        group=await _group(session, application, keys),
        handled_by=list(told.handled_by),
    )


async def _group(
    session: AsyncSession, application: LoanApplication, keys: FieldKeys
) -> GroupTelling | None:
    if application.group_id is None:
        return None
    group = await groups.view_of(session, application.group_id)
    fellows = [
        (await parties.dossier_of(session, each.party_id, keys)).person
        for each in group.members
        if each.party_id != application.party_id
    ]
    return views.group(group, fellows)
