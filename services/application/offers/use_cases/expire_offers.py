"""Let offers lapse whose last day is over, by the business date: a round of the worker."""

from typing import Final
from uuid import UUID

from services.application.domain.actors import Actor
from services.application.domain.statuses import ApplicationStatus
from services.application.failpoints import ApplicationPoint
from services.application.intake import entry as intake
from services.application.machinery import OFFER_EXPIRY, own_hand
from services.application.offers import repository
from services.application.offers.domain.offer import OfferStatus
from services.application.offers.messages import offer_facts
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached

OFFERS_PER_ROUND_MAX: Final = 200


async def expire_offers(sessions: Sessions, clock: Clock) -> int:
    """How many offers lapsed; each in a transaction of its own, so that two rounds do no harm.

    Raises what one failed with that could not be let lapse, once all others were.
    """
    async with sessions() as session:
        found = await repository.lapsed(session, clock.today(), OFFERS_PER_ROUND_MAX)

    async def expire(offer: tuple[UUID, UUID]) -> bool:
        has_lapsed = await _expire(*offer, sessions, clock)
        await reached(ApplicationPoint.OFFER_EXPIRED)
        return has_lapsed

    return await each_apart(found, expire)


async def _expire(application_id: UUID, offer_id: UUID, sessions: Sessions, clock: Clock) -> bool:
    """Whether it was this round that let the offer lapse."""
    async with sessions.begin() as session:
        await intake.lock_any(session, application_id)
        row = await repository.lock(session, application_id, offer_id)
        offer = repository.offer_of(row)
        if offer.status is not OfferStatus.OPEN or not offer.has_lapsed(clock.today()):
            return False
        expired = offer.expire()
        await repository.save(session, row, expired)
        move = intake.Move(
            to=ApplicationStatus.OFFER_EXPIRED, actor=Actor.SYSTEM, facts=offer_facts(expired)
        )
        await intake.advance(session, application_id, move, own_hand(OFFER_EXPIRY))
        return True
