"""Begin an application: a draft on the version offered today, with its checklist."""

from services.application.catalogue import entry as catalogue
from services.application.domain.actors import applicant_of
from services.application.intake import chronicle, repository
from services.application.intake.domain.checklist import checklist_of, fitted
from services.application.intake.domain.drafts import Draft, Ground, drafted
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.domain.records import ApplicationRecord
from services.application.parties import entry as parties
from services.kit.context import Ask
from services.kit.identifiers import new_id
from services.kit.reply import Reply


async def start_application(draft: Draft, ask: Ask[ApplicationRecord]) -> Reply:
    """A draft that has pinned its product version.

    Raises `Invalid` with a pointer to everything product or party cannot meet,
    `OpenApplicationExists` and `ExternalReferenceTaken`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        version = await catalogue.active_version(session, draft.product_code, ask.clock.today())
        party = await parties.party_for(session, draft.party_id, ask.caller)
        ground = Ground.found(version, party)
        application = drafted(new_id(), draft, ground)
        row = await repository.add_application(session, application)
        checklist = checklist_of(ground.version, ground.party.customer_type, application.wishes)
        materials = fitted((), checklist)
        repository.save_materials(session, application.application_id, (), materials)
        event = Event(
            kind=Happening.STATUS_CHANGED,
            actor=applicant_of(ask.caller),
            to_status=application.status,
        )
        await chronicle.begun(session, row, event, ask.caller)
        await session.flush()
        return await ask.once.keep(session, await repository.application_record_of(session, row))
