"""What a refusal ends beside the application itself."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.statuses import RESTS_ON_CONSENTS
from services.application.intake.tables import LoanApplicationRow
from services.application.parties import entry as parties
from services.kit.caller import Caller


async def end_authorisations(session: AsyncSession, party_id: UUID, caller: Caller) -> None:
    """End what the party agreed to until a refusal, now that an application of it was refused.

    It stays for as long as another application or a loan of the party rests on it.
    """
    # The party first: of two refusals at once the later one finds the other made.
    await parties.hold(session, party_id)
    if not await _is_rested_on(session, party_id):
        await parties.end_until_refusal(session, party_id, caller)


async def _is_rested_on(session: AsyncSession, party_id: UUID) -> bool:
    found = await session.scalar(
        select(LoanApplicationRow.application_id)
        .where(
            LoanApplicationRow.party_id == party_id,
            LoanApplicationRow.status.in_([status.value for status in RESTS_ON_CONSENTS]),
        )
        .limit(1)
    )
    return found is not None
