"""What the reference shows of cases; tests begin from the same examples."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.kit.identifiers import typeid_of
from services.kit.schemas import MoneyRead
from services.underwriting.cases.domain.screening import ScreeningOutcome
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.schemas.read import (
    CaseRead,
    CaseTaken,
    CheckList,
    CheckRead,
    ClaimRead,
    InformationRequestRead,
    RecommendationRead,
    TermsConditionRead,
)
from services.underwriting.cases.schemas.screening import ScreeningRead
from services.underwriting.decisions.entry import Authority

_AT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def _yuan(amount: int) -> dict[str, Any]:
    return {"amount": amount * 100, "currency": "CNY"}


SUBMISSION_TOLD_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 3,
    "after": 0,
    "kind": "submission",
    "submission": 1,
    "application": {
        "id": typeid_of("app", _ID),
        "product_code": "SOLE_TRADER_CREDIT",
        "product_version_id": typeid_of("prv", _ID),
        "amount": _yuan(30_000),
        "term_months": 12,
        "method": "level_instalment",
        "purpose_code": "equipment",
        "channel": "app",
        "partner_id": None,
        "submitted_at": "2026-11-23T02:30:00Z",
        "accepted_at": "2026-11-23T02:30:00Z",
        "is_fast_track": True,
        "intake_officer": None,
        "owner": "borrower",
    },
    "product": {
        "type": "credit",
        "version": 1,
        "amount_min": _yuan(5_000),
        "amount_max": _yuan(300_000),
        "term_months_min": 3,
        "term_months_max": 24,
        "methods": ["level_instalment", "equal_principal", "interest_only"],
        "rate_min": "8.4",
        "rate_max": "14.4",
        "fees": [
            {
                "code": "service",
                "kind": "service",
                "amount": None,
                "rate": "0.5",
                "timing": "disbursement",
                "payer": "borrower",
                "is_in_annual_cost": True,
            }
        ],
        "day_count": "30/360",
        "customer_types": ["sole_trader", "micro_owner"],
        "denied_purposes": [],
    },
    "party": {
        "id": typeid_of("party", _ID),
        "kind": "person",
        "customer_type": "sole_trader",
        "name": "示例借款人",
        "identity_number": "110101199003070003",
        "birth_on": "1990-03-07",
        "mobile": "+8613800138000",
        "address": "北京市东城区示例路1号",
        "marital_status": "married",
        "identity_valid_to": "2036-03-07",
        "business": None,
        "person": None,
        "warnings": [],
    },
    "financials": {
        "monthly_income": _yuan(30_000),
        "monthly_sales": _yuan(60_000),
        "monthly_costs": _yuan(30_000),
        "monthly_household_costs": _yuan(6_000),
        "existing_monthly_debt_service": _yuan(0),
        "existing_debt": _yuan(0),
        "years_in_trade": 6,
    },
    "co_borrowers": [],
    "consents": [
        {
            "purpose": "credit_bureau_query",
            "text_version": "2026-11-a",
            "given_at": "2026-11-23T02:00:00Z",
        }
    ],
    "materials": [
        {
            "item": "business_licence",
            "status": "uploaded",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "document_on": None,
        }
    ],
    "answers": [],
    "collaterals": [],
    "group": None,
    "handled_by": [],
}

CASE_TAKEN_EXAMPLE: Final[dict[str, Any]] = CaseTaken(
    case_id=_ID, status=CaseStatus.QUEUED
).model_dump(mode="json")

INFORMATION_REQUEST_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "text": "请补充最近六个月的银行流水",
    "items": ["bank_statement"],
    "due_on": "2026-12-01",
}
RECOMMENDATION_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "amount": _yuan(25_000),
    "term_months": 12,
    "conditions": [
        {
            "code": "premises_visit",
            "en": "The premises are visited before payout",
            "zh": "放款前完成经营场所走访",
        }
    ],
    "note": "流水稳定，负债低，建议批准",
    "override_reason": None,
}
REFUSAL_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "reasons": ["repayment_capacity"],
    "note": "核实收入不足以覆盖分期",
}
RETURN_CREATE_EXAMPLE: Final[dict[str, Any]] = {"reason": "请补充收入核实依据"}

_CASE: Final = CaseRead(
    id=_ID,
    application_id=_ID,
    party_id=_ID,
    partner_id=None,
    status=CaseStatus.RECOMMENDED,
    version=7,
    submission=1,
    customer_type="sole_trader",
    product_code="SOLE_TRADER_CREDIT",
    product_type="credit",
    amount=MoneyRead(amount=3_000_000, currency="CNY"),
    term_months=12,
    method="level_instalment",
    authority=Authority.LEVEL_1,
    sla_due_at=datetime(2026, 11, 24, 2, 30, tzinfo=UTC),
    is_overdue=False,
    claim=ClaimRead(by="underwriter", until=_AT, epoch=1),
    decision_id=_ID,
    recommendation=RecommendationRead(
        number=1,
        amount=MoneyRead(amount=2_500_000, currency="CNY"),
        term_months=12,
        annual_rate=108_000,
        instalment=MoneyRead(amount=220_692, currency="CNY"),
        conditions=[TermsConditionRead(**RECOMMENDATION_CREATE_EXAMPLE["conditions"][0])],
        authority=Authority.LEVEL_1,
        note=RECOMMENDATION_CREATE_EXAMPLE["note"],
        override_reason=None,
        recommended_by="underwriter",
        recommended_at=_AT,
        approved_by=[],
        approvals_needed=1,
    ),
    information_request=InformationRequestRead(
        id=_ID,
        text=INFORMATION_REQUEST_CREATE_EXAMPLE["text"],
        items=INFORMATION_REQUEST_CREATE_EXAMPLE["items"],
        due_on=date(2026, 12, 1),
        asked_by="underwriter",
        asked_at=_AT,
    ),
    created_at=_AT,
    updated_at=_AT,
)
CASE_EXAMPLE: Final[dict[str, Any]] = _CASE.model_dump(mode="json")
CASE_PAGE_EXAMPLE: Final[dict[str, Any]] = {
    "data": [CASE_EXAMPLE],
    "has_more": False,
    "next_cursor": None,
}
SCREENING_ASKED_EXAMPLE: Final[dict[str, Any]] = {"application_id": typeid_of("app", _ID)}
SCREENING_EXAMPLE: Final[dict[str, Any]] = ScreeningRead(
    payout_id=_ID,
    application_id=_ID,
    outcome=ScreeningOutcome.CLEAR,
    list_version="8c1f4be0a96b7f2d",
    screened_on=date(2026, 11, 27),
).model_dump(mode="json")

CHECK_LIST_EXAMPLE: Final[dict[str, Any]] = CheckList(
    data=[
        CheckRead(
            submission=1,
            kind="identity",
            outcome="passed",
            findings={"is_card_current": True, "age_years": 36},
            checked_at=_AT,
        )
    ]
).model_dump(mode="json")
