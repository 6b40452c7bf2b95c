"""Rows of intake to and from the domain: names and types only, nothing decided."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from services.application.domain.actors import Actor
from services.application.domain.checklists import ChecklistItem, MediaType, Requirement
from services.application.domain.financials import AMOUNTS, Financials
from services.application.domain.heard import Heard
from services.application.domain.products import RepaymentMethod
from services.application.domain.purposes import Purpose
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import Material, MaterialNeed, MaterialStatus
from services.application.intake.domain.records import (
    ApplicationRecord,
    HistoryEntry,
    MaterialRecord,
    Upload,
)
from services.application.intake.domain.supplements import Supplement, SupplementItem
from services.application.intake.domain.wishes import Wishes
from services.application.intake.tables import (
    HappeningRow,
    LoanApplicationRow,
    MaterialRow,
    SupplementRow,
    UploadRow,
)
from services.kit.errors import Title
from services.kit.money import Money

_PLAIN_COLUMNS = (
    "party_id",
    "product_code",
    "product_version_id",
    "group_id",
    "owner",
    "partner_id",
    "external_reference",
    "submitted_at",
    "submitted_on",
    "sla_due_at",
    "accepted_at",
    "supplement_due_on",
    "closing_reason_code",
    "closing_reason",
)


def application_of(row: LoanApplicationRow) -> LoanApplication:
    """The application a row holds."""
    return LoanApplication(
        application_id=row.application_id,
        status=ApplicationStatus(row.status),
        channel=ApplicationChannel(row.channel),
        wishes=_wishes_of(row),
        financials=_financials_of(row),
        **{column: getattr(row, column) for column in _PLAIN_COLUMNS},
    )


def columns_of(application: LoanApplication) -> dict[str, Any]:
    """The columns of its row that an application fills."""
    wishes = application.wishes
    return {
        "status": application.status.value,
        "channel": application.channel.value,
        "amount_minor": wishes.amount.amount_minor if wishes.amount else None,
        "currency": wishes.amount.currency if wishes.amount else None,
        "term_months": wishes.term_months,
        "method": wishes.method.value if wishes.method else None,
        "purpose_code": wishes.purpose_code.value if wishes.purpose_code else None,
        "purpose_note": wishes.purpose_note,
        **_financial_columns(application.financials),
        **{column: getattr(application, column) for column in _PLAIN_COLUMNS},
    }


def write_application(row: LoanApplicationRow, application: LoanApplication) -> None:
    """Carry every field of `application` onto its row."""
    for column, value in columns_of(application).items():
        setattr(row, column, value)


def record_of(
    row: LoanApplicationRow, supplement: SupplementRow | None, heard: Heard
) -> ApplicationRecord:
    """An application with its version, what is still awaited, and what was heard of it."""
    return ApplicationRecord(
        application=application_of(row),
        supplement=None if supplement is None else supplement_of(supplement),
        version=row.version,
        created_at=row.created_at,
        heard=heard,
    )


def supplement_of(row: SupplementRow) -> Supplement:
    """What an officer asked for."""
    items = tuple(SupplementItem(**item) for item in row.items)
    return Supplement(items=items, due_on=row.due_on, note=row.note)


def supplement_row(
    application_id: UUID, number: int, supplement: Supplement, requested_by: str
) -> SupplementRow:
    """The row of a request, under the number of its history entry."""
    return SupplementRow(
        application_id=application_id,
        number=number,
        due_on=supplement.due_on,
        items=[asdict(item) for item in supplement.items],
        note=supplement.note,
        requested_by=requested_by,
    )


def material_of(row: MaterialRow) -> Material:
    """The material a row holds."""
    item = ChecklistItem(
        code=row.item,
        title=Title(row.title_en, row.title_zh),
        requirement=Requirement(row.requirement),
        group=row.alternatives,
        freshness_days=row.freshness_days,
        media_types=tuple(MediaType(media_type) for media_type in row.media_types),
    )
    return Material(
        item=item,
        status=MaterialStatus(row.status),
        need=MaterialNeed(row.need),
        was_requested=row.was_requested,
        upload_id=row.upload_id,
        document_on=row.document_on,
        reason=row.reason,
    )


def write_material(row: MaterialRow, material: Material) -> None:
    """Carry every field of a material onto its row."""
    item = material.item
    row.requirement = item.requirement.value
    row.alternatives = item.group
    row.title_en, row.title_zh = item.title.en, item.title.zh
    row.freshness_days = item.freshness_days
    row.media_types = [media_type.value for media_type in item.media_types]
    row.status = material.status.value
    row.need = material.need.value
    row.was_requested = material.was_requested
    row.upload_id = material.upload_id
    row.document_on = material.document_on
    row.reason = material.reason


def material_row(application_id: UUID, position: int, material: Material) -> MaterialRow:
    """The row of a new checklist item."""
    row = MaterialRow(
        application_id=application_id, item=material.code, position=position, version=1
    )
    write_material(row, material)
    return row


def material_record(row: MaterialRow, upload: UploadRow | None, day: date) -> MaterialRecord:
    """A material as it stands on `day`, with its file."""
    return MaterialRecord(
        application_id=row.application_id,
        material=material_of(row).as_of(day),
        upload=None if upload is None else upload_of(upload),
        version=row.version,
    )


def upload_of(row: UploadRow) -> Upload:
    """The file a row stands for."""
    return Upload(
        upload_id=row.upload_id,
        object_key=row.object_key,
        media_type=MediaType(row.media_type),
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        document_on=row.document_on,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
    )


def history_entry(row: HappeningRow) -> HistoryEntry:
    """One entry of the history."""
    event = Event(
        kind=Happening(row.kind),
        actor=Actor(row.actor),
        from_status=_status_of(row.from_status),
        to_status=_status_of(row.to_status),
        item=row.item,
        reason_code=row.reason_code,
        reason=row.reason,
    )
    return HistoryEntry(
        number=row.number, occurred_at=row.occurred_at, event=event, subject=row.subject
    )


def _status_of(text: str | None) -> ApplicationStatus | None:
    return None if text is None else ApplicationStatus(text)


def _wishes_of(row: LoanApplicationRow) -> Wishes:
    amount = (
        Money(row.amount_minor, row.currency)
        if row.amount_minor is not None and row.currency is not None
        else None
    )
    return Wishes(
        amount=amount,
        term_months=row.term_months,
        method=RepaymentMethod(row.method) if row.method else None,
        purpose_code=Purpose(row.purpose_code) if row.purpose_code else None,
        purpose_note=row.purpose_note,
    )


def _financials_of(row: LoanApplicationRow) -> Financials:
    minor = {name: getattr(row, f"{name}_minor") for name in AMOUNTS}
    currency = row.financials_currency or ""  # with an amount it is there: a CHECK sees to it
    amounts = {name: Money(each, currency) for name, each in minor.items() if each is not None}
    return Financials(**amounts, years_in_trade=row.years_in_trade)


def _financial_columns(financials: Financials) -> dict[str, Any]:
    amounts = financials.amounts()
    minor = {f"{name}_minor": amounts[name].amount_minor for name in amounts}
    currency = next((amount.currency for amount in amounts.values()), None)
    return {
        **dict.fromkeys((f"{name}_minor" for name in AMOUNTS), None),
        **minor,
        "financials_currency": currency,
        "years_in_trade": financials.years_in_trade,
    }
