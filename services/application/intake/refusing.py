"""What a refusal ends beside the application itself."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.statuses import RESTS_ON_CONSENTS
from services.application.intake.tables import LoanApplicationRow
from services.application.parties import entry as parties
from services.kit.caller import Caller


async def end_authorisations(session: AsyncSession, party_id: UUID, caller: Caller) -> None:
    """End what the party, and who represents it, agreed to until a refusal: one was made.

    It stays for as long as another application or a loan rests on it.
    """
    representative_id = await parties.representative_of(session, party_id)
    for each in (party_id, representative_id):
        if each is not None:
            await _end_unless_needed(session, each, caller)


async def _end_unless_needed(session: AsyncSession, party_id: UUID, caller: Caller) -> None:
    # The party first: of two refusals at once the later one finds the other made.
    await parties.hold(session, party_id)
    if not await _is_rested_on(session, await parties.spoken_for_by(session, party_id)):
        await parties.end_until_refusal(session, party_id, caller)


async def _is_rested_on(session: AsyncSession, party_ids: Sequence[UUID]) -> bool:
    found = await session.scalar(
        select(LoanApplicationRow.application_id)
        .where(
            LoanApplicationRow.party_id.in_(party_ids),
            LoanApplicationRow.status.in_([status.value for status in RESTS_ON_CONSENTS]),
        )
        .limit(1)
    )
    return found is not None
