"""Hand in an application; small and complete ones are accepted on the spot."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.actors import Actor, applicant_of, own_machinery
from services.application.domain.parties import Agreed
from services.application.intake import chronicle, repository
from services.application.intake.domain.checklist import checklist_of, fitted
from services.application.intake.domain.completeness import (
    Brought,
    is_fast,
    missing_for_submission,
)
from services.application.intake.domain.drafts import Ground
from services.application.intake.domain.errors import ApplicationIncomplete
from services.application.intake.domain.happenings import moved
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.membership import group_gaps
from services.application.intake.domain.records import ApplicationRecord
from services.application.intake.pinned import ground_of
from services.application.intake.securing import security_gaps
from services.application.intake.stored import application_of, material_of
from services.application.intake.tables import LoanApplicationRow
from services.application.parties import entry as parties
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply


async def submit_application(application_id: UUID, ask: Ask[ApplicationRecord]) -> Reply:
    """The application, submitted, or accepted when it is on the fast track.

    Raises `NotFound`, `PreconditionFailed`, `TransitionNotAllowed`, and `ApplicationIncomplete`
    with everything that is missing.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock(session, application_id, ask.caller)
        require_version(row.version, ask.if_match)
        before = application_of(row)
        submitted = before.submit(ask.clock)
        ground = await ground_of(session, before, ask.caller, holds_group=True)
        agreed = await parties.agreed_for(session, before.party_id)
        await _require_complete(session, before, ground, agreed, ask)
        submitted = submitted.in_group(ground.membership)
        event = moved(before, submitted, applicant_of(ask.caller))
        consents = (*agreed.own, *agreed.representatives)
        given = [typeid_of("cons", each.consent_id) for each in consents if each.is_current]
        await chronicle.changed(session, row, submitted, event, ask.caller, {"consents": given})
        if is_fast(before, ground.version.terms, ground.party.customer_type):
            await _accept(session, row, submitted, ask)
        await parties.fix_identity(session, before.party_id)
        await session.flush()
        return await ask.once.keep(session, await repository.application_record_of(session, row))


async def _require_complete(
    session: AsyncSession,
    application: LoanApplication,
    ground: Ground,
    agreed: Agreed,
    ask: Ask[ApplicationRecord],
) -> None:
    rows = await repository.lock_materials(session, application.application_id)
    customer_type = ground.party.customer_type
    # The party may have changed while the draft was begun.
    checklist = checklist_of(ground.version, customer_type, application.wishes)
    terms = ground.version.terms
    brought = Brought(
        materials=fitted([material_of(row) for row in rows], checklist),
        agreed=agreed,
        security_gaps=await security_gaps(session, application, terms),
    )
    missing = (
        *missing_for_submission(application, terms, customer_type, brought, ask.clock.today()),
        *group_gaps(terms, ground.membership),
    )
    if missing:
        raise ApplicationIncomplete(errors=missing)


async def _accept(
    session: AsyncSession,
    row: LoanApplicationRow,
    submitted: LoanApplication,
    ask: Ask[ApplicationRecord],
) -> None:
    accepted = submitted.accept(ask.clock.now())
    event = moved(submitted, accepted, Actor.SYSTEM)
    await chronicle.changed(session, row, accepted, event, own_machinery(ask.caller))
