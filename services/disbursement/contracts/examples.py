"""What the reference shows of contracts; tests begin from the same examples."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.disbursement.contracts.domain.disclosure import STATEMENT
from services.disbursement.contracts.domain.happenings import Happening
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.domain.signing import INTENTS
from services.disbursement.contracts.schemas.disclosed import (
    CostItemRead,
    DisclosureRead,
    DisclosureReadingRead,
    TitleRead,
)
from services.disbursement.contracts.schemas.read import (
    ContractCostRead,
    ContractHappeningRead,
    ContractRead,
    ContractSignerRead,
    ContractTaken,
    ContractTimeline,
)
from services.disbursement.domain.statuses import ContractStatus
from services.kit.identifiers import typeid_of
from services.kit.schemas import MoneyRead

_AT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def _yuan(amount: int) -> dict[str, Any]:
    return {"amount": amount * 100, "currency": "CNY"}


_PERSON: Final[dict[str, Any]] = {
    "name": "李小微",
    "identity_number": "110101199003070871",
    "address": "浙江省杭州市西湖区文三路 1 号",
    "mobile": "+8613800138000",
}

ACCEPTED_OFFER_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 9,
    "after": 0,
    "kind": "accepted_offer",
    "application": {
        "id": typeid_of("app", _ID),
        "owner": "borrower",
        "partner_id": None,
        "party_id": typeid_of("party", _ID),
        "product_code": "SOLE_TRADER_CREDIT",
        "product_version": 1,
        "purpose_code": "equipment",
        "channel": "app",
        "customer_type": "sole_trader",
    },
    "offer": {
        "id": typeid_of("off", _ID),
        "version": 2,
        "decision_id": typeid_of("dec", _ID),
        "decided_by": ["approver"],
        "amount": _yuan(30_000),
        "term_months": 12,
        "annual_rate": "12",
        "method": "level_instalment",
        "instalment": {"amount": 266_546, "currency": "CNY"},
        "annual_cost": {"simple": "12.95", "compound": "13.75", "basis": "periodic irr"},
        "conditions": [],
        "valid_until": "2026-12-10",
        "accepted_at": "2026-11-23T02:30:00Z",
    },
    "product": {
        "type": "credit",
        "title": {"en": "Sole trader credit", "zh": "个体工商户信用贷"},
        "day_count": "30/360",
        "penalty_multiple": "1.5",
        "grace_days": 3,
        "fees": [
            {
                "code": "service",
                "kind": "service",
                "title": {"en": "Service fee", "zh": "服务费"},
                "amount": None,
                "rate": "0.5",
                "timing": "disbursement",
                "payer": "borrower",
                "payee": "lender",
                "is_refundable": False,
                "is_in_annual_cost": True,
            },
            {
                "code": "legal_cost",
                "kind": "legal_cost",
                "title": {"en": "Legal costs", "zh": "诉讼费用"},
                "amount": _yuan(500),
                "rate": None,
                "timing": "event",
                "payer": "borrower",
                "payee": "third_party",
                "is_refundable": False,
                "is_in_annual_cost": False,
            },
        ],
    },
    "signers": [
        {
            "party_id": typeid_of("party", _ID),
            "role": "borrower",
            "owner": "borrower",
            **_PERSON,
            "identity_valid_to": "2036-03-07",
        }
    ],
    "borrower": {"kind": "person", **_PERSON},
}

CONTRACT_TAKEN_EXAMPLE: Final = ContractTaken(
    contract_id=_ID, status=ContractStatus.DRAFT, version=1
).model_dump(mode="json")

CONTRACT_EXAMPLE: Final = ContractRead(
    id=_ID,
    number="XW20261123-7K2M9Q4T",
    application_id=_ID,
    party_id=_ID,
    partner_id=None,
    status=ContractStatus.DRAFT,
    version=1,
    product_code="SOLE_TRADER_CREDIT",
    product_version=1,
    product_type="credit",
    purpose_code="equipment",
    amount=MoneyRead(amount=3_000_000, currency="CNY"),
    term_months=12,
    annual_rate=120_000,
    method="level_instalment",
    instalment=MoneyRead(amount=266_546, currency="CNY"),
    annual_cost=ContractCostRead(simple="12.95", compound="13.75", basis="periodic irr"),
    conditions=[],
    planned_on=date(2026, 11, 23),
    document_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    engine_version="1.0",
    template_version="2026.1",
    signers=[
        ContractSignerRead(
            number=1,
            party_id=_ID,
            role=SignerRole.BORROWER,
            is_yours=True,
            signature_id=None,
            signed_at=None,
        )
    ],
    ended_by=None,
    reason_code=None,
    created_at=_AT,
    updated_at=_AT,
).model_dump(mode="json")

CONTRACT_PAGE_EXAMPLE: Final[dict[str, Any]] = {
    "data": [CONTRACT_EXAMPLE],
    "has_more": False,
    "next_cursor": None,
}

CONTRACT_TIMELINE_EXAMPLE: Final = ContractTimeline(
    data=[
        ContractHappeningRead(
            number=1,
            kind=Happening.DRAFTED,
            from_status=None,
            to_status=ContractStatus.DRAFT,
            reason_code=None,
            refers_to=None,
            occurred_at=_AT,
        )
    ]
).model_dump(mode="json")

_AMOUNT: Final = MoneyRead(amount=3_000_000, currency="CNY")

DISCLOSURE_EXAMPLE: Final = DisclosureRead(
    contract_id=_ID,
    contract_number="XW20261123-7K2M9Q4T",
    principal=_AMOUNT,
    items=[
        CostItemRead(
            code="interest",
            title=TitleRead(en="Interest", zh="利息"),
            standard=TitleRead(
                en="12.00% a year on the principal that is outstanding",
                zh="年利率 12.00%，按剩余本金计算",
            ),
            amount=MoneyRead(amount=198_557, currency="CNY"),
            collected_by="lender",
            timing="instalment",
            is_refundable=False,
        )
    ],
    total=MoneyRead(amount=3_198_557, currency="CNY"),
    annual_cost=ContractCostRead(simple="12.00", compound="12.68", basis="periodic irr"),
    contingent=[
        CostItemRead(
            code="compound_interest",
            title=TitleRead(en="Compound interest", zh="复利"),
            standard=TitleRead(
                en="18.00% a year on overdue interest", zh="对逾期利息按年利率 18.00% 计收"
            ),
            amount=None,
            collected_by="lender",
            timing="default",
            is_refundable=False,
        )
    ],
    statement=TitleRead(en=STATEMENT.en, zh=STATEMENT.zh),
    disclosure_hash="2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    reading=DisclosureReadingRead(began_at=_AT, may_confirm_at=_AT, confirmed_at=None),
).model_dump(mode="json")

CONFIRMATION_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "disclosure_hash": DISCLOSURE_EXAMPLE["disclosure_hash"],
    "language": "zh-CN",
}

SIGNATURE_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "signer": 1,
    "document_hash": CONTRACT_EXAMPLE["document_sha256"],
    "intent": INTENTS["zh-CN"],
    "language": "zh-CN",
    "evidence_reference": None,
}

VOID_CREATE_EXAMPLE: Final[dict[str, Any]] = {"reason": "changed_mind"}
LOAN_SERVICED_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 14,
    "after": 0,
    "loan_id": "loan_01h455vb4pex5vsknk084sn02q",
    "status": "settled",
}
LOAN_SERVICED_TAKEN_EXAMPLE: Final[dict[str, Any]] = {
    "contract_id": "ctr_01h455vb4pex5vsknk084sn02q",
    "status": "settled",
}
