"""From applications in the domain to what readers get; what is not theirs to see is left out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.application.domain.checklists import MediaType
from services.application.domain.financials import AMOUNTS, Financials
from services.application.financials_wire import FinancialsRead
from services.application.intake.domain.materials import Material, MaterialStatus
from services.application.intake.domain.records import (
    ApplicationRecord,
    MaterialRecord,
    Upload,
)
from services.application.intake.domain.supplements import Supplement
from services.application.intake.schemas.read import (
    ApplicationRead,
    ClosingRead,
    MaterialList,
    MaterialRead,
    MaterialTitleRead,
    SupplementItemRead,
    SupplementRead,
    UploadRead,
)
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page

EXTENSIONS: Final[Mapping[MediaType, str]] = MappingProxyType(
    {MediaType.PDF: ".pdf", MediaType.JPEG: ".jpg", MediaType.PNG: ".png"}
)


def application(record: ApplicationRecord) -> ApplicationRead:
    """An application; it names no member of staff, so all readers get the same."""
    one, wishes = record.application, record.application.wishes
    contract, payout, loan = record.heard.contract, record.heard.payout, record.heard.loan
    closing = None
    if one.closing_reason_code or one.closing_reason:
        closing = ClosingRead(reason_code=one.closing_reason_code, reason=one.closing_reason)
    return ApplicationRead(
        id=one.application_id,
        status=one.status,
        version=record.version,
        party_id=one.party_id,
        product_code=one.product_code,
        product_version_id=one.product_version_id,
        group_id=one.group_id,
        amount=MoneyRead.of(wishes.amount) if wishes.amount else None,
        term_months=wishes.term_months,
        method=wishes.method,
        purpose_code=wishes.purpose_code,
        purpose_note=wishes.purpose_note,
        financials=None if one.financials.is_empty else _financials(one.financials),
        channel=one.channel,
        partner_id=one.partner_id,
        external_reference=one.external_reference,
        submitted_at=one.submitted_at,
        sla_due_at=one.sla_due_at,
        accepted_at=one.accepted_at,
        supplement=None if record.supplement is None else supplement(record.supplement),
        closing=closing,
        contract_id=None if contract is None else contract.contract_id,
        payout_status=None if payout is None else payout.status,
        loan_id=None if loan is None else loan.loan_id,
        created_at=record.created_at,
    )


def applications(found: list[ApplicationRecord], page: PageRequest) -> Page[ApplicationRead]:
    """A page of applications."""
    return page_of(
        found,
        page,
        place=lambda record: Cursor(record.created_at, record.application.application_id),
        read=application,
    )


def supplement(asked: Supplement) -> SupplementRead:
    """What is awaited from the borrower."""
    items = [SupplementItemRead(item=each.item, reason=each.reason) for each in asked.items]
    return SupplementRead(items=items, due_on=asked.due_on, note=asked.note)


def application_created(record: ApplicationRecord) -> Reply:
    """The answer to who began an application."""
    typeid = typeid_of("app", record.application.application_id)
    return _application_reply(201, record, f"/v1/applications/{typeid}")


def application_moved(record: ApplicationRecord) -> Reply:
    """The answer to who took an application one step further."""
    return _application_reply(201, record)


def application_amended(record: ApplicationRecord) -> Reply:
    """The answer to who changed an application."""
    return _application_reply(200, record)


def material(record: MaterialRecord, *, is_staff: bool) -> MaterialRead:
    """A material; why one was waived is the lender's own business."""
    kept = record.material
    return MaterialRead(
        application_id=record.application_id,
        item=kept.code,
        title=MaterialTitleRead(en=kept.item.title.en, zh=kept.item.title.zh),
        need=kept.need,
        alternatives=kept.item.group,
        status=kept.status,
        version=record.version,
        media_types=list(kept.item.media_types),
        freshness_days=kept.item.freshness_days,
        valid_until=kept.valid_until,
        reason=_reason(kept, is_staff=is_staff),
        upload=None if record.upload is None else _upload(record.upload),
    )


def material_look(record: MaterialRecord) -> str:
    """What tells two looks of one version apart: whether it has expired meanwhile."""
    return str(int(record.material.status is MaterialStatus.EXPIRED))


def materials(found: list[MaterialRecord], *, is_staff: bool) -> MaterialList:
    """All materials of an application."""
    return MaterialList(data=[material(record, is_staff=is_staff) for record in found])


def material_judged(record: MaterialRecord) -> Reply:
    """The answer to the member of staff who judged a material."""
    return _material_reply(201, record, is_staff=True)


def material_uploaded(record: MaterialRecord) -> Reply:
    """The answer to who handed in a file."""
    return _material_reply(200, record, is_staff=False)


def download_headers(item: str, upload: Upload) -> dict[str, str]:
    """What keeps a downloaded file a download: a name of ours, and no chance to run."""
    return {
        "Content-Disposition": f'attachment; filename="{item}{EXTENSIONS[upload.media_type]}"',
        "Content-Length": str(upload.size_bytes),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }


def _financials(said: Financials) -> FinancialsRead:
    amounts = said.amounts()
    read = {name: MoneyRead.of(amounts[name]) if name in amounts else None for name in AMOUNTS}
    return FinancialsRead(**read, years_in_trade=said.years_in_trade)


def _reason(kept: Material, *, is_staff: bool) -> str | None:
    is_hidden = kept.status is MaterialStatus.WAIVED and not is_staff
    return None if is_hidden else kept.reason


def _upload(upload: Upload) -> UploadRead:
    return UploadRead(
        id=upload.upload_id,
        media_type=upload.media_type,
        size_bytes=upload.size_bytes,
        sha256=upload.sha256.hex(),
        document_on=upload.document_on,
        uploaded_at=upload.uploaded_at,
    )


def _application_reply(
    status: int, record: ApplicationRecord, location: str | None = None
) -> Reply:
    body = application(record).model_dump_json().encode()
    return Reply(status, body, etag_of(record.version), location)


def _material_reply(status: int, record: MaterialRecord, *, is_staff: bool) -> Reply:
    body = material(record, is_staff=is_staff).model_dump_json().encode()
    return Reply(status, body, etag_of(record.version, material_look(record)))
