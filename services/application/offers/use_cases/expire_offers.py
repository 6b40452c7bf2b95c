"""Let offers lapse whose last day is over, by the business date: a round of the worker."""

import logging
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
from services.kit.errors import DatabaseUnavailable
from services.kit.failpoints import reached

OFFERS_PER_ROUND_MAX: Final = 200

_log = logging.getLogger("xiaowei.offers")


async def expire_offers(sessions: Sessions, clock: Clock) -> int:
    """How many offers lapsed; each in a transaction of its own, so that two rounds do no harm.

    One that fails is told in the log and holds back no other; it is tried again next round.
    Raises `DatabaseUnavailable`.
    """
    async with sessions() as session:
        found = await repository.lapsed(session, clock.today(), OFFERS_PER_ROUND_MAX)
    expired = 0
    for application_id, offer_id in found:
        try:
            expired += await _expire(application_id, offer_id, sessions, clock)
        except DatabaseUnavailable:
            raise
        except Exception:
            _log.exception("offer not expired", extra={"offer_id": str(offer_id)})
        await reached(ApplicationPoint.OFFER_EXPIRED)
    return expired


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
