"""Hand in a file for a material: first the file, then, in one transaction, what names it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.actors import applicant_of
from services.application.intake import chronicle, repository
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.domain.materials import Material
from services.application.intake.domain.records import MaterialRecord
from services.application.intake.incoming import IncomingFile
from services.application.intake.stored import application_of, material_of
from services.application.intake.tables import LoanApplicationRow, MaterialRow, UploadRow
from services.kit.context import Edit
from services.kit.errors import DomainError, Unavailable
from services.kit.etags import require_version
from services.kit.identifiers import new_id
from services.kit.object_store import ObjectStore, ObjectStoreUnavailable


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What comes in: for which item of which application, the file, and the date on it."""

    application_id: UUID
    item: str
    file: IncomingFile
    document_on: date | None


async def upload_material(handed_in: HandedIn, store: ObjectStore, edit: Edit) -> MaterialRecord:
    """The material, uploaded.

    Raises `NotFound`, `PreconditionFailed`, `ApplicationNotEditable`, `TransitionNotAllowed`,
    `UnsupportedMedia`, `MaterialTypeMismatch`, `MaterialEmpty`, `TooLarge` and `Invalid`. What
    is refused leaves no file; a transaction whose end is not known leaves one that nothing names.
    """
    upload_id, object_key = new_id(), store.new_key()
    async with edit.sessions() as session:
        row = await repository.find(session, handed_in.application_id, edit.caller)
        material_row = await repository.find_material(
            session, handed_in.application_id, handed_in.item
        )
        _judged(row, material_row, handed_in, upload_id, edit)
    await store.write(object_key, aiter(handed_in.file))
    try:
        return await _recorded(handed_in, upload_id, object_key, edit)
    except Unavailable:
        raise  # it may have been committed after all, so the file stays
    except DomainError:
        with suppress(ObjectStoreUnavailable):
            await store.discard(object_key)
        raise


def _judged(
    row: LoanApplicationRow,
    material_row: MaterialRow,
    handed_in: HandedIn,
    upload_id: UUID,
    edit: Edit,
) -> Material:
    """The material with the file; asked before the file is taken in, and again under the lock."""
    require_version(material_row.version, edit.if_match)
    material = material_of(material_row)
    application_of(row).require_uploadable(was_requested=material.was_requested)
    material.require_accepted(handed_in.file.media_type)
    return material.upload(upload_id, handed_in.document_on, edit.clock.today())


async def _recorded(
    handed_in: HandedIn, upload_id: UUID, object_key: str, edit: Edit
) -> MaterialRecord:
    async with edit.sessions.begin() as session:
        row = await repository.lock(session, handed_in.application_id, edit.caller)
        material_row = await repository.lock_material(
            session, handed_in.application_id, handed_in.item
        )
        after = _judged(row, material_row, handed_in, upload_id, edit)
        await _add_upload(session, handed_in, upload_id, object_key, edit)
        event = Event(
            kind=Happening.MATERIAL_UPLOADED, actor=applicant_of(edit.caller), item=after.code
        )
        await chronicle.material_changed(session, (row, material_row), after, event, edit.caller)
        await session.flush()
        return await repository.material_record_of(session, material_row, edit.clock.today())


async def _add_upload(
    session: AsyncSession, handed_in: HandedIn, upload_id: UUID, object_key: str, edit: Edit
) -> None:
    file = handed_in.file
    session.add(
        UploadRow(
            application_id=handed_in.application_id,
            upload_id=upload_id,
            item=handed_in.item,
            object_key=object_key,
            media_type=file.media_type.value,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            document_on=handed_in.document_on,
            uploaded_by=edit.caller.subject,
        )
    )
    await session.flush()
