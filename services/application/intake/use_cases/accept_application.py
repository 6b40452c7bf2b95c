"""Accept an application: every required material verified or waived, by an officer apart."""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.intake import chronicle, repository
from services.application.intake.desk import take
from services.application.intake.domain.checklist import not_settled
from services.application.intake.domain.errors import MaterialsNotVerified
from services.application.intake.domain.happenings import moved
from services.application.intake.domain.records import ApplicationRecord
from services.application.intake.stored import application_of, material_of
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def accept_application(application_id: UUID, ask: Ask[ApplicationRecord]) -> Reply:
    """The application, accepted; it goes on to underwriting.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `TransitionNotAllowed`, and
    `MaterialsNotVerified` with each material that is neither verified nor waived.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await take(session, application_id, ask.caller)
        require_version(row.version, ask.if_match)
        before = application_of(row)
        accepted = before.accept(ask.clock.now())
        rows = await repository.lock_materials(session, application_id)
        day = before.fresh_on(ask.clock.today())
        if missing := not_settled([material_of(each) for each in rows], day):
            raise MaterialsNotVerified(errors=missing)
        event = moved(before, accepted, Actor.LOAN_OFFICER)
        await chronicle.changed(session, row, accepted, event, ask.caller)
        await session.flush()
        return await ask.once.keep(session, await repository.application_record_of(session, row))
