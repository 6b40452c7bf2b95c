"""What the reference shows of refunds, waivers and fees."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.repayment.receipts import proposal_views
from services.repayment.receipts.counting import Charged
from services.repayment.receipts.domain.fees import Charge
from services.repayment.receipts.domain.proposals import (
    ProposalKind,
    ProposalStatus,
    RefusalReason,
    WaiverReason,
)
from services.repayment.receipts.proposal_tables import ProposalRow

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_AT: Final = datetime(2026, 12, 30, 2, 30, tzinfo=UTC)
_KEPT: Final[dict[str, Any]] = {
    "loan_id": _ID,
    "proposal_id": _ID,
    "currency": "CNY",
    "proposed_by": "finance-1",
    "created_at": _AT,
    "updated_at": _AT,
}
_NEW: Final = ProposalStatus.PROPOSED
_ACCOUNT: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8058")


def _refund(
    status: ProposalStatus, account: UUID | None = _ACCOUNT, refusal: RefusalReason | None = None
) -> dict[str, Any]:
    row = ProposalRow(
        **_KEPT,
        kind=ProposalKind.REFUND.value,
        status=status.value,
        amount_minor=50_000,
        repayment_id=_ID,
        payee_account_id=account,
        refusal_code=refusal,
        version=1 if status is _NEW else 2,
    )
    return proposal_views.refund(row).model_dump(mode="json")


def _waiver(status: ProposalStatus, refusal: RefusalReason | None = None) -> dict[str, Any]:
    row = ProposalRow(
        **_KEPT,
        kind=ProposalKind.WAIVER.value,
        status=status.value,
        amount_minor=18_000,
        component=Component.PENALTY.value,
        reason_code=WaiverReason.HARDSHIP.value,
        refusal_code=refusal,
        version=1 if status is _NEW else 2,
    )
    return proposal_views.waiver(row).model_dump(mode="json")


def _page_of(shown: dict[str, Any]) -> dict[str, Any]:
    return {"data": [shown], "has_more": False, "next_cursor": None}


REFUND_EXAMPLE: Final = _refund(ProposalStatus.BOOKED, account=None)
REFUND_PAYING_EXAMPLE: Final = _refund(ProposalStatus.PAYING)
REFUND_REFUSAL_EXAMPLE: Final = {"reason": RefusalReason.WRONG_ACCOUNT.value}
REFUND_REFUSED_EXAMPLE: Final = _refund(ProposalStatus.REFUSED, refusal=RefusalReason.WRONG_ACCOUNT)
REFUND_WITHDRAWN_EXAMPLE: Final = _refund(ProposalStatus.WITHDRAWN)
REFUNDS_EXAMPLE: Final = _page_of(REFUND_EXAMPLE)
REFUND_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "repayment_id": REFUND_EXAMPLE["repayment_id"],
    "amount": {"amount": 50_000, "currency": "CNY"},
    "payee_account_id": None,
}
WAIVER_PROPOSED_EXAMPLE: Final = _waiver(_NEW)
WAIVER_EXAMPLE: Final = _waiver(ProposalStatus.BOOKED)
WAIVER_REFUSAL_EXAMPLE: Final = {"reason": RefusalReason.NOT_JUSTIFIED.value}
WAIVER_REFUSED_EXAMPLE: Final = _waiver(ProposalStatus.REFUSED, RefusalReason.NOT_JUSTIFIED)
WAIVER_WITHDRAWN_EXAMPLE: Final = _waiver(ProposalStatus.WITHDRAWN)
WAIVERS_EXAMPLE: Final = _page_of(WAIVER_EXAMPLE)
WAIVER_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "component": "penalty",
    "amount": {"amount": 18_000, "currency": "CNY"},
    "reason": "hardship",
}
FEE_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "code": "late_notice",
    "amount": {"amount": 2_000, "currency": "CNY"},
    "reference": "notice-20261230",
}
_CHARGE: Final = Charge(
    loan_id=_ID, code="late_notice", amount=Money(2_000, "CNY"), reference="notice-20261230"
)
FEE_EXAMPLE: Final = proposal_views.fee(Charged(_CHARGE, date(2026, 12, 30))).model_dump(
    mode="json"
)
REFUND_PAYOUT_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 21,
    "after": 9,
    "contract_id": "ctr_01h455vb4pex5vsknk084sn02q",
    "payout_id": "pay_01h455vb4pex5vsknk084sn02q",
    "status": "settled",
    "amount": {"amount": 50_000, "currency": "CNY"},
    "settled_on": "2026-12-30",
    "reason_code": None,
}
REFUND_PAYOUT_TAKEN_EXAMPLE: Final[dict[str, Any]] = {
    "refund_id": REFUND_EXAMPLE["id"],
    "status": ProposalStatus.PAID.value,
}
