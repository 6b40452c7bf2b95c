"""What the reference shows of cases; tests begin from the same examples."""

from typing import Any, Final
from uuid import UUID

from services.kit.identifiers import typeid_of
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.schemas.read import CaseTaken

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
        "name": "王小明",
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
        "monthly_income": _yuan(18_000),
        "monthly_sales": _yuan(60_000),
        "monthly_costs": _yuan(42_000),
        "monthly_household_costs": _yuan(5_000),
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
}

CASE_TAKEN_EXAMPLE: Final[dict[str, Any]] = CaseTaken(
    case_id=_ID, status=CaseStatus.QUEUED
).model_dump(mode="json")
