"""Change what is asked for, step by step; the checklist follows, and no upload is lost."""

from uuid import UUID

from services.application.domain.actors import applicant_of
from services.application.intake import chronicle, repository
from services.application.intake.domain.checklist import checklist_of, fitted
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.domain.loan_application import Amendment
from services.application.intake.domain.records import ApplicationRecord
from services.application.intake.pinned import ground_of
from services.application.intake.stored import application_of, material_of
from services.kit.context import Edit
from services.kit.errors import Invalid
from services.kit.etags import require_version


async def amend_application(
    application_id: UUID, changed: Amendment, edit: Edit
) -> ApplicationRecord:
    """The application with the named wishes and means changed.

    Raises `NotFound`, `PreconditionFailed`, `ApplicationNotEditable` and `Invalid`.
    """
    async with edit.sessions.begin() as session:
        row = await repository.lock(session, application_id, edit.caller)
        require_version(row.version, edit.if_match)
        after = application_of(row).amend(changed)
        ground = await ground_of(session, after, edit.caller)
        if breaches := after.breaches(ground.version.terms):
            raise Invalid(errors=breaches)
        rows = await repository.lock_materials(session, application_id)
        checklist = checklist_of(ground.version, ground.party.customer_type, after.wishes)
        materials = fitted([material_of(each) for each in rows], checklist)
        repository.save_materials(session, application_id, rows, materials)
        event = Event(kind=Happening.AMENDED, actor=applicant_of(edit.caller))
        await chronicle.changed(session, row, after, event, edit.caller)
        await session.flush()
        return await repository.application_record_of(session, row)
