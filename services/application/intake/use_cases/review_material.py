"""Say of an uploaded material that it will do, or why it will not."""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.intake import chronicle, repository
from services.application.intake.desk import take
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.domain.materials import ReviewOutcome
from services.application.intake.domain.records import MaterialRecord
from services.application.intake.stored import application_of, material_of
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply

_HAPPENING = {
    ReviewOutcome.VERIFIED: Happening.MATERIAL_VERIFIED,
    ReviewOutcome.REJECTED: Happening.MATERIAL_REJECTED,
}


async def review_material(
    place: tuple[UUID, str], outcome: ReviewOutcome, reason: str | None, ask: Ask[MaterialRecord]
) -> Reply:
    """The material at `place` (application, item), verified or rejected.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `ApplicationNotUnderReview`, and
    `TransitionNotAllowed` for what was not uploaded.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await take(session, place[0], ask.caller)
        material_row = await repository.lock_material(session, *place)
        require_version(material_row.version, ask.if_match)
        application = application_of(row)
        application.require_under_review()
        day = application.fresh_on(ask.clock.today())
        after = material_of(material_row).review(outcome, reason, day)
        event = Event(
            kind=_HAPPENING[outcome], actor=Actor.LOAN_OFFICER, item=after.code, reason=reason
        )
        await chronicle.material_changed(session, (row, material_row), after, event, ask.caller)
        await session.flush()
        record = await repository.material_record_of(session, material_row, day)
        return await ask.once.keep(session, record)
