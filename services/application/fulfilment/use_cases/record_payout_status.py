"""Take what is told of a payout: the application moves with it, once, however often."""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.domain.heard import Payout
from services.application.fulfilment import repository
from services.application.fulfilment.domain.belonging import known_payout
from services.application.fulfilment.domain.news import News
from services.application.fulfilment.following import follow
from services.application.fulfilment.messages import payout_facts
from services.application.intake import entry as intake
from services.application.intake.entry import Happening, Note, Standing
from services.kit.context import Edit
from services.kit.inbox import apply_once


async def record_payout_status(application_id: UUID, news: News[Payout], edit: Edit) -> Standing:
    """Where the application stands after `news`, or after an earlier copy of it.

    What was overtaken is taken and changes nothing. Raises `NotFound`, `SequenceGap`,
    `AnotherContract` and `TransitionNotAllowed`.
    """
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=news.aggregate_id,
            sequence=news.sequence,
            after=news.after,
        )
        standing = await intake.lock_any(session, application_id)
        heard = await repository.heard_of(session, application_id)
        known = known_payout(heard, news.told)
        if not is_new or news.told.is_overtaken_by(known):
            return standing
        await repository.save_payout(session, application_id, news.told)
        return await follow(session, standing, _note(known, news.told), edit.caller)


def _note(known: Payout | None, told: Payout) -> Note | None:
    if known is not None and known.status is told.status:
        return None
    return Note(
        kind=Happening(f"payout_{told.status}"),
        actor=Actor.SYSTEM,
        reason_code=told.reason_code,
        facts=payout_facts(told),
    )
