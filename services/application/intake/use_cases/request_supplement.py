"""Send an application back to the borrower: what is to be added, why, and until when."""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.intake import chronicle, repository
from services.application.intake.desk import take
from services.application.intake.domain.happenings import moved
from services.application.intake.domain.records import ApplicationRecord
from services.application.intake.domain.supplements import Supplement, requested
from services.application.intake.stored import application_of, material_of, supplement_row
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def request_supplement(
    application_id: UUID, supplement: Supplement, ask: Ask[ApplicationRecord]
) -> Reply:
    """The application, waiting for its supplement.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `TransitionNotAllowed`, and `Invalid` for
    items and deadlines that cannot be.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await take(session, application_id, ask.caller)
        require_version(row.version, ask.if_match)
        before = application_of(row)
        after = before.request_supplement(supplement.due_on)
        rows = await repository.lock_materials(session, application_id)
        today = ask.clock.today()
        materials = requested(
            [material_of(each) for each in rows], supplement, before.fresh_on(today), today
        )
        repository.save_materials(session, application_id, rows, materials)
        event = moved(before, after, Actor.LOAN_OFFICER, supplement.note)
        asked_for = {"items": [asked.item for asked in supplement.items]}
        number = await chronicle.changed(session, row, after, event, ask.caller, asked_for)
        session.add(supplement_row(application_id, number, supplement, ask.caller.subject))
        await session.flush()
        return await ask.once.keep(session, await repository.application_record_of(session, row))
