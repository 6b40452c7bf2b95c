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
_REFUND: Final = ProposalRow(
    **_KEPT,
    kind=ProposalKind.REFUND.value,
    status=ProposalStatus.BOOKED.value,
    amount_minor=50_000,
    repayment_id=_ID,
    payee_account_id=None,
    version=2,
)


def _waiver(status: ProposalStatus, version: int) -> dict[str, Any]:
    row = ProposalRow(
        **_KEPT,
        kind=ProposalKind.WAIVER.value,
        status=status.value,
        amount_minor=18_000,
        component=Component.PENALTY.value,
        reason_code=WaiverReason.HARDSHIP.value,
        version=version,
    )
    return proposal_views.waiver(row).model_dump(mode="json")


def _page_of(shown: dict[str, Any]) -> dict[str, Any]:
    return {"data": [shown], "has_more": False, "next_cursor": None}


REFUND_EXAMPLE: Final = proposal_views.refund(_REFUND).model_dump(mode="json")
REFUNDS_EXAMPLE: Final = _page_of(REFUND_EXAMPLE)
REFUND_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "repayment_id": REFUND_EXAMPLE["repayment_id"],
    "amount": {"amount": 50_000, "currency": "CNY"},
    "payee_account_id": None,
}
WAIVER_PROPOSED_EXAMPLE: Final = _waiver(ProposalStatus.PROPOSED, 1)
WAIVER_EXAMPLE: Final = _waiver(ProposalStatus.BOOKED, 2)
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
