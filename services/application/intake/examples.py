"""What the reference shows of intake: one application on its way, shown by the views themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from services.application.domain.actors import Actor
from services.application.domain.checklists import ChecklistItem, MediaType, Requirement
from services.application.domain.financials import Financials
from services.application.domain.products import RepaymentMethod
from services.application.domain.purposes import Purpose
from services.application.domain.statuses import ApplicationStatus
from services.application.intake import guidance, views
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.checklist import not_handed_in
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.domain.loan_application import LoanApplication, RejectionReason
from services.application.intake.domain.materials import MaterialStatus, wanted
from services.application.intake.domain.next_steps import next_step
from services.application.intake.domain.records import (
    ApplicationRecord,
    HistoryEntry,
    MaterialRecord,
    Upload,
)
from services.application.intake.domain.supplements import Supplement, SupplementItem
from services.application.intake.domain.wishes import Wishes
from services.application.intake.queries import Guidance
from services.kit.errors import Title
from services.kit.identifiers import typeid_of
from services.kit.money import Money

_NOW: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_TODAY: Final = date(2026, 11, 23)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_PRODUCT: Final = "SOLE_TRADER_CREDIT"


class _Still:
    """The clock of the examples."""

    def now(self) -> datetime:
        return _NOW

    def today(self) -> date:
        return _TODAY


_DRAFT: Final = LoanApplication(
    application_id=_ID,
    status=ApplicationStatus.DRAFT,
    party_id=_ID,
    product_code=_PRODUCT,
    product_version_id=_ID,
    owner="borrower",
    partner_id=None,
    channel=ApplicationChannel.APP,
    wishes=Wishes(
        amount=Money(8_000_000, "CNY"),
        term_months=12,
        method=RepaymentMethod.LEVEL_INSTALMENT,
        purpose_code=Purpose.EQUIPMENT,
        purpose_note="a second oven",
    ),
    financials=Financials(
        monthly_sales=Money(6_000_000, "CNY"),
        monthly_costs=Money(3_800_000, "CNY"),
        existing_monthly_debt_service=Money(0, "CNY"),
        years_in_trade=4,
    ),
)
_SUBMITTED: Final = _DRAFT.submit(_Still())
_SUPPLEMENT: Final = Supplement(
    items=(SupplementItem("bank_statement", "the last two months are cut off"),),
    due_on=_TODAY + timedelta(days=7),
    note=None,
)
_LICENCE: Final = ChecklistItem(
    code="business_licence",
    title=Title("Business licence", "营业执照"),
    requirement=Requirement.REQUIRED,
    group=None,
    freshness_days=None,
    media_types=tuple(MediaType),
)
_UPLOADED: Final = wanted(_LICENCE).upload(_ID, None, _TODAY)
_SUPPLEMENT_BODY: Final = {
    "items": [{"item": "bank_statement", "reason": "the last two months are cut off"}],
    "due_on": "2026-11-30",
}


def _application(
    application: LoanApplication, version: int, supplement: Supplement | None = None
) -> dict[str, Any]:
    record = ApplicationRecord(
        application=application, supplement=supplement, version=version, created_at=_NOW
    )
    return views.application(record).model_dump(mode="json")


def _material(status: MaterialStatus) -> dict[str, Any]:
    upload = Upload(
        upload_id=_ID,
        object_key="materials/00/00",
        media_type=MediaType.PDF,
        size_bytes=182_044,
        sha256=bytes(32),
        document_on=None,
        uploaded_by="borrower",
        uploaded_at=_NOW,
    )
    record = MaterialRecord(
        application_id=_ID, material=replace(_UPLOADED, status=status), upload=upload, version=2
    )
    return views.material(record, is_staff=False).model_dump(mode="json")


def _page(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows), "has_more": False, "next_cursor": None}


def _history() -> dict[str, Any]:
    begun = Event(
        kind=Happening.STATUS_CHANGED, actor=Actor.BORROWER, to_status=ApplicationStatus.DRAFT
    )
    uploaded = Event(
        kind=Happening.MATERIAL_UPLOADED, actor=Actor.BORROWER, item="business_licence"
    )
    entries = [
        HistoryEntry(number=number, occurred_at=_NOW, event=event, subject="borrower")
        for number, event in enumerate((begun, uploaded), start=1)
    ]
    return _page(*(guidance.entry(entry).model_dump(mode="json") for entry in entries))


def _next_step() -> dict[str, Any]:
    step = next_step(_DRAFT, not_handed_in([wanted(_LICENCE)], _TODAY))
    found = Guidance(step, _DRAFT, 1, {_LICENCE.code: _LICENCE}, {_LICENCE.code: 1})
    return guidance.next_step(found, "en").model_dump(mode="json")


APPLICATION_CREATE_EXAMPLE: Final = {
    "product_code": _PRODUCT,
    "party_id": typeid_of("party", _ID),
    "channel": "app",
    "amount": {"amount": 8_000_000, "currency": "CNY"},
    "term_months": 12,
    "method": "level_instalment",
    "purpose_code": "equipment",
    "purpose_note": "a second oven",
    "financials": {
        "monthly_sales": {"amount": 6_000_000, "currency": "CNY"},
        "monthly_costs": {"amount": 3_800_000, "currency": "CNY"},
        "existing_monthly_debt_service": {"amount": 0, "currency": "CNY"},
        "years_in_trade": 4,
    },
}
APPLICATION_AMEND_EXAMPLE: Final = {
    "term_months": 18,
    "purpose_note": None,
    "financials": {"monthly_income": {"amount": 1_500_000, "currency": "CNY"}},
}
SUPPLEMENT_CREATE_EXAMPLE: Final = _SUPPLEMENT_BODY
REJECTION_CREATE_EXAMPLE: Final = {
    "reason_code": "not_eligible",
    "reason": "The business is less than three months old",
}
WITHDRAWAL_CREATE_EXAMPLE: Final = {"reason_code": "no_longer_needed"}
REVIEW_CREATE_EXAMPLE: Final = {"outcome": "rejected", "reason": "The stamp cannot be read"}
WAIVER_CREATE_EXAMPLE: Final = {"reason": "Seen at the visit on site"}

DRAFT_EXAMPLE: Final = _application(_DRAFT, 1)
APPLICATION_EXAMPLE: Final = _application(_SUBMITTED, 2)
APPLICATIONS_EXAMPLE: Final = _page(APPLICATION_EXAMPLE)
ACCEPTED_EXAMPLE: Final = _application(_SUBMITTED.accept(_NOW), 3)
SUPPLEMENT_REQUIRED_EXAMPLE: Final = _application(
    _SUBMITTED.request_supplement(_SUPPLEMENT.due_on), 3, _SUPPLEMENT
)
REJECTED_EXAMPLE: Final = _application(
    _SUBMITTED.reject(RejectionReason.NOT_ELIGIBLE, str(REJECTION_CREATE_EXAMPLE["reason"])), 3
)
WITHDRAWN_EXAMPLE: Final = _application(_DRAFT.withdraw(None, None), 2)
MATERIAL_EXAMPLE: Final = _material(MaterialStatus.UPLOADED)
WAIVED_EXAMPLE: Final = _material(MaterialStatus.WAIVED)
MATERIALS_EXAMPLE: Final = {"data": [MATERIAL_EXAMPLE]}
NEXT_STEP_EXAMPLE: Final = _next_step()
TIMELINE_EXAMPLE: Final = _history()
