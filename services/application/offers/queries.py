"""Reads of offers; each sees only what its caller may see."""

from uuid import UUID

from services.application.intake import entry as intake
from services.application.offers import repository
from services.application.offers.records import OfferRecord
from services.kit.caller import Caller
from services.kit.database import Sessions


async def offers_of(application_id: UUID, caller: Caller, sessions: Sessions) -> list[OfferRecord]:
    """All offers of an application, the latest first; raises `NotFound`."""
    async with sessions() as session:
        await intake.find(session, application_id, caller)
        rows = await repository.of_application(session, application_id)
        return [repository.record_of(row) for row in rows]


async def offer(offer_id: UUID, caller: Caller, sessions: Sessions) -> OfferRecord:
    """One offer; raises `NotFound`."""
    async with sessions() as session:
        return repository.record_of(await repository.find(session, offer_id, caller))
