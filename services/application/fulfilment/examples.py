"""What the reference shows of contract, payout and loan as they are told."""

from typing import Final
from uuid import UUID

from services.application.domain.statuses import ApplicationStatus
from services.application.fulfilment import views
from services.application.intake.entry import Standing
from services.kit.identifiers import typeid_of

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_CONTRACT: Final = typeid_of("ctr", _ID)
_PAYOUT: Final = typeid_of("pay", _ID)

CONTRACT_TOLD_EXAMPLE: Final = {
    "sequence": 3,
    "after": 2,
    "contract_id": _CONTRACT,
    "number": "XW20261127-0001AB",
    "status": "signing",
    "signers": [{"party_id": typeid_of("party", _ID), "role": "borrower", "has_signed": True}],
    "missing": ["payee_account", "condition:settlement_account"],
    "ended_by": None,
    "reason_code": None,
}
PAYOUT_TOLD_EXAMPLE: Final = {
    "sequence": 9,
    "after": 8,
    "contract_id": _CONTRACT,
    "payout_id": _PAYOUT,
    "tranche": 1,
    "status": "settled",
    "amount": {"amount": 8_000_000, "currency": "CNY"},
    "value_date": "2026-11-28",
    "reason_code": None,
}
LOAN_TOLD_EXAMPLE: Final = {
    "sequence": 1,
    "after": 0,
    "loan_id": typeid_of("loan", _ID),
    "contract_id": _CONTRACT,
    "payout_id": _PAYOUT,
    "status": "active",
    "opened_on": "2026-11-28",
    "next_due": {"due_on": "2026-12-28", "total": {"amount": 706_352, "currency": "CNY"}},
}
TAKEN_EXAMPLE: Final = views.taken(
    Standing(_ID, ApplicationStatus.DISBURSED, 12, _ID, "borrower", None)
).model_dump(mode="json")
