"""What the reference shows of receipts: an instalment that was paid by bank transfer."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.debt import Allocation
from services.loan_engine.servicing.instalments import Instalment, Origin
from services.repayment.receipts import views
from services.repayment.receipts.counting import Counted
from services.repayment.receipts.domain.receipt import Payer
from services.repayment.receipts.domain.statuses import Reason, RepaymentStatus
from services.repayment.receipts.domain.use import Use
from services.repayment.receipts.tables import RepaymentReceivedRow

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_DAY: Final = date(2026, 12, 27)
_AT: Final = datetime(2026, 12, 27, 2, 30, tzinfo=UTC)
_DUE: Final = {Component.INTEREST: 30_000, Component.PRINCIPAL: 990_066}
_INSTALMENT: Final = Instalment(
    number=1, origin=Origin.SCHEDULE, due_on=_DAY, due=_DUE, balance_minor=2_009_934
)
_PAID_MINOR: Final = 1_020_066

REPAYMENT_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "amount": {"amount": _PAID_MINOR, "currency": "CNY"},
    "value_date": None,
    "channel": "bank_transfer",
    "external_reference": "20261227-000317",
    "payer": "borrower",
}
REVERSAL_CREATE_EXAMPLE: Final[dict[str, Any]] = {"reason": Reason.RETURNED_BY_BANK.value}


def _row(status: RepaymentStatus, version: int, reason: Reason | None) -> RepaymentReceivedRow:
    return RepaymentReceivedRow(
        loan_id=_ID,
        repayment_id=_ID,
        status=status.value,
        amount_minor=_PAID_MINOR,
        currency="CNY",
        value_date=_DAY,
        channel="bank_transfer",
        external_reference="20261227-000317",
        payer=Payer.BORROWER.value,
        mode=None,
        quote_id=None,
        recorded_by="finance-1",
        reason_code=reason,
        version=version,
        created_at=_AT,
        updated_at=_AT,
    )


def _shown(found: Counted) -> dict[str, Any]:
    return views.repayment(found).model_dump(mode="json")


_PARTS: Final = tuple(
    Allocation("", _DAY, _INSTALMENT, component, amount) for component, amount in _DUE.items()
)
REPAYMENT_EXAMPLE: Final = _shown(
    Counted(_row(RepaymentStatus.POSTED, 2, None), Use(_PAID_MINOR, _PARTS))
)
REVERSED_EXAMPLE: Final = _shown(
    Counted(_row(RepaymentStatus.REVERSED, 3, Reason.RETURNED_BY_BANK), Use(0))
)
REPAYMENTS_EXAMPLE: Final = {"data": [REPAYMENT_EXAMPLE], "has_more": False, "next_cursor": None}
