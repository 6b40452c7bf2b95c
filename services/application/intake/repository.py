"""Rows of applications: loads and locks what the caller may see, and saves; decides nothing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.heard import NOTHING_HEARD
from services.application.domain.statuses import (
    BEFORE_CONTRACT,
    BINDS_ITS_GROUP,
    OPEN,
    UNDER_WAY,
    ApplicationStatus,
)
from services.application.fulfilment import entry as fulfilment
from services.application.intake.domain.errors import ExternalReferenceTaken, OpenApplicationExists
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import SETTLED, Material
from services.application.intake.domain.records import ApplicationRecord, MaterialRecord
from services.application.intake.stored import (
    columns_of,
    material_of,
    material_record,
    material_row,
    record_of,
    write_material,
)
from services.application.intake.tables import (
    LoanApplicationRow,
    MaterialRow,
    SupplementRow,
    UploadRow,
)
from services.application.visibility import visible_to
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.identifiers import typeid_of


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The condition of being an application `caller` may see."""
    return visible_to(caller, LoanApplicationRow.owner, LoanApplicationRow.partner_id)


async def add_application(
    session: AsyncSession, application: LoanApplication
) -> LoanApplicationRow:
    """The new row; raises `OpenApplicationExists` or `ExternalReferenceTaken`.

    The unique indexes judge, so two requests at once cannot both win.
    """
    statement = (
        insert(LoanApplicationRow)
        .values(application_id=application.application_id, **columns_of(application))
        .on_conflict_do_nothing()
        .returning(LoanApplicationRow)
    )
    if (row := await session.scalar(statement)) is None:
        raise await _conflict(session, application)
    return row


async def find(session: AsyncSession, application_id: UUID, caller: Caller) -> LoanApplicationRow:
    """The application; raises `NotFound` for absent and another's alike."""
    return await _one(session, _application(application_id, caller))


async def lock(session: AsyncSession, application_id: UUID, caller: Caller) -> LoanApplicationRow:
    """The application, locked, and with it everything below it; raises `NotFound`."""
    return await _one(session, _application(application_id, caller).with_for_update())


async def lock_any(session: AsyncSession, application_id: UUID) -> LoanApplicationRow:
    """The application, locked for our own machinery, whoever owns it; raises `NotFound`."""
    return await _one(session, _by_id(application_id).with_for_update())


async def lock_open(
    session: AsyncSession, party_ids: Sequence[UUID], caller: Caller
) -> Sequence[LoanApplicationRow]:
    """The open applications of these parties that the caller may see, locked."""
    found = await session.scalars(
        select(LoanApplicationRow)
        .where(
            LoanApplicationRow.party_id.in_(party_ids),
            LoanApplicationRow.status.in_([status.value for status in OPEN]),
            seen_by(caller),
        )
        .order_by(LoanApplicationRow.application_id)
        .with_for_update()
    )
    return found.all()


async def binds_group(session: AsyncSession, group_id: UUID) -> bool:
    """Whether an application of this group is under way, or its loan runs."""
    found = await session.scalar(
        select(LoanApplicationRow.application_id)
        .where(
            LoanApplicationRow.group_id == group_id,
            LoanApplicationRow.status.in_([status.value for status in BINDS_ITS_GROUP]),
        )
        .limit(1)
    )
    return found is not None


async def find_any(session: AsyncSession, application_id: UUID) -> LoanApplicationRow:
    """The application, for our own machinery, whoever owns it; raises `NotFound`."""
    return await _one(session, _by_id(application_id))


async def find_material(session: AsyncSession, application_id: UUID, item: str) -> MaterialRow:
    """One material of an application that was found before; raises `NotFound`."""
    row = await session.get(MaterialRow, (application_id, item))
    if row is None:
        raise NotFound
    return row


async def lock_material(session: AsyncSession, application_id: UUID, item: str) -> MaterialRow:
    """One material of an application that is locked; raises `NotFound`."""
    row = await session.get(MaterialRow, (application_id, item), with_for_update=True)
    if row is None:
        raise NotFound
    return row


async def lock_materials(session: AsyncSession, application_id: UUID) -> Sequence[MaterialRow]:
    """The materials of an application that is locked, in the order of its checklist."""
    return (await session.scalars(_materials(application_id).with_for_update())).all()


async def materials_of(session: AsyncSession, application_id: UUID) -> Sequence[MaterialRow]:
    """The materials of an application, in the order of its checklist."""
    return (await session.scalars(_materials(application_id))).all()


async def is_judged(session: AsyncSession, application_id: UUID) -> bool:
    """Whether a material of an application that is locked was verified or waived."""
    rows = await materials_of(session, application_id)
    return any(material_of(row).status in SETTLED for row in rows)


def save_materials(
    session: AsyncSession,
    application_id: UUID,
    rows: Sequence[MaterialRow],
    materials: Sequence[Material],
) -> None:
    """Write `materials`, whose first ones are those of `rows`; only what changed is touched."""
    for row, material in zip(rows, materials, strict=False):
        save_material(row, material)
    for position, material in enumerate(materials[len(rows) :], start=len(rows)):
        session.add(material_row(application_id, position, material))


def save_material(row: MaterialRow, material: Material) -> None:
    """Write a material as its next version, if anything of it changed."""
    if material_of(row) != material:
        write_material(row, material)
        row.version += 1


async def material_record_of(session: AsyncSession, row: MaterialRow, day: date) -> MaterialRecord:
    """The material as it stands on `day`, with the file it holds."""
    upload = None
    if row.upload_id is not None:
        upload = await session.get(UploadRow, (row.application_id, row.upload_id))
    return material_record(row, upload, day)


async def material_records_of(
    session: AsyncSession, application_id: UUID, day: date
) -> list[MaterialRecord]:
    """All materials of an application as they stand on `day`, with the files they hold."""
    found = await session.execute(
        select(MaterialRow, UploadRow)
        .outerjoin(
            UploadRow,
            (UploadRow.application_id == MaterialRow.application_id)
            & (UploadRow.upload_id == MaterialRow.upload_id),
        )
        .where(MaterialRow.application_id == application_id)
        .order_by(MaterialRow.position)
    )
    return [material_record(row, upload, day) for row, upload in found]


async def application_record_of(
    session: AsyncSession, row: LoanApplicationRow
) -> ApplicationRecord:
    """The application, with the supplement that is still awaited."""
    return (await application_records_of(session, [row]))[0]


async def application_records_of(
    session: AsyncSession, rows: Sequence[LoanApplicationRow]
) -> list[ApplicationRecord]:
    """The applications, each with the supplement awaited and what was heard of it elsewhere."""
    waiting = [
        row.application_id for row in rows if row.status == ApplicationStatus.SUPPLEMENT_REQUIRED
    ]
    latest: dict[UUID, SupplementRow] = {}
    if waiting:
        asked = await session.scalars(
            select(SupplementRow)
            .where(SupplementRow.application_id.in_(waiting))
            .order_by(SupplementRow.number)
        )
        latest = {request.application_id: request for request in asked}
    carried_out = [row.application_id for row in rows if row.status not in BEFORE_CONTRACT]
    heard = await fulfilment.heard_of_each(session, carried_out) if carried_out else {}
    return [
        record_of(row, latest.get(row.application_id), heard.get(row.application_id, NOTHING_HEARD))
        for row in rows
    ]


def under_way() -> Select[UUID]:
    """The applications whose security is not free for another loan."""
    return select(LoanApplicationRow.application_id).where(
        LoanApplicationRow.status.in_([status.value for status in UNDER_WAY])
    )


def _application(application_id: UUID, caller: Caller) -> Select[LoanApplicationRow]:
    return _by_id(application_id).where(seen_by(caller))


def _by_id(application_id: UUID) -> Select[LoanApplicationRow]:
    return select(LoanApplicationRow).where(LoanApplicationRow.application_id == application_id)


def _materials(application_id: UUID) -> Select[MaterialRow]:
    return (
        select(MaterialRow)
        .where(MaterialRow.application_id == application_id)
        .order_by(MaterialRow.position)
    )


async def _one(session: AsyncSession, statement: Select[LoanApplicationRow]) -> LoanApplicationRow:
    row = await session.scalar(statement)
    if row is None:
        raise NotFound
    return row


async def _conflict(session: AsyncSession, application: LoanApplication) -> Exception:
    """Which of the unique rules the new application broke."""
    already_open = await session.scalar(
        select(LoanApplicationRow.application_id).where(
            LoanApplicationRow.party_id == application.party_id,
            LoanApplicationRow.product_code == application.product_code,
            LoanApplicationRow.status.in_([status.value for status in OPEN]),
        )
    )
    # Same party or same partner: whoever began this one may see the other.
    if already_open is not None:
        return OpenApplicationExists(extra={"application_id": typeid_of("app", already_open)})
    referred_to = await _referred_to(session, application)
    if referred_to is None:
        # What was open when the index judged is so no more.
        return OpenApplicationExists()
    return ExternalReferenceTaken(extra={"application_id": typeid_of("app", referred_to)})


async def _referred_to(session: AsyncSession, application: LoanApplication) -> UUID | None:
    """The application that has the reference of this one, as the index says: of the same owner."""
    if application.external_reference is None:
        return None
    found: UUID | None = await session.scalar(
        select(LoanApplicationRow.application_id).where(
            LoanApplicationRow.owner == application.owner,
            LoanApplicationRow.external_reference == application.external_reference,
        )
    )
    return found
