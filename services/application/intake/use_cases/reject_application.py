"""Turn an application away at intake, with a reason the borrower is told."""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.intake import chronicle, repository
from services.application.intake.desk import take
from services.application.intake.domain.happenings import moved
from services.application.intake.domain.loan_application import RejectionReason
from services.application.intake.domain.records import ApplicationRecord
from services.application.intake.refusing import end_authorisations
from services.application.intake.stored import application_of
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def reject_application(
    application_id: UUID, reason_code: RejectionReason, reason: str, ask: Ask[ApplicationRecord]
) -> Reply:
    """The application, rejected for good; what was agreed to until a refusal ends with it.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await take(session, application_id, ask.caller)
        require_version(row.version, ask.if_match)
        before = application_of(row)
        rejected = before.reject(reason_code, reason)
        event = moved(before, rejected, Actor.LOAN_OFFICER, reason)
        await chronicle.changed(session, row, rejected, event, ask.caller)
        await session.flush()
        await end_authorisations(session, row.party_id, ask.caller)
        return await ask.once.keep(session, await repository.application_record_of(session, row))
