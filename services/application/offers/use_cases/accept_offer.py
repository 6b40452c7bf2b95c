"""Accept an offer: by its id and version alone, on the terms it was made with."""

from uuid import UUID

from services.application.domain.actors import applicant_of
from services.application.domain.statuses import ApplicationStatus
from services.application.intake import entry as intake
from services.application.offers import repository
from services.application.offers.domain.errors import GroupNotActive
from services.application.offers.messages import offer_facts
from services.application.offers.records import OfferRecord
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def accept_offer(offer_id: UUID, ask: Ask[OfferRecord]) -> Reply:
    """The offer, accepted, and its application one step further.

    Raises `NotFound`, `PreconditionFailed`, `OfferExpired`, `GroupNotActive` and
    `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        seen = await repository.find(session, offer_id, ask.caller)
        # The application first: whoever else wants to move it waits here, and finds it moved.
        await intake.lock(session, seen.application_id, ask.caller)
        row = await repository.lock(session, seen.application_id, offer_id)
        require_version(row.version, ask.if_match)
        accepted = repository.offer_of(row).accept(ask.clock.today())
        if not await intake.may_borrow(session, seen.application_id):
            raise GroupNotActive
        await repository.save(session, row, accepted)
        move = intake.Move(
            to=ApplicationStatus.OFFER_ACCEPTED,
            actor=applicant_of(ask.caller),
            facts=offer_facts(accepted),
        )
        await intake.advance(session, accepted.application_id, move, ask.caller)
        return await ask.once.keep(session, repository.record_of(row))
