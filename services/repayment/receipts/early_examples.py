"""What the reference shows of quotes, prepayments and the sandbox's bank."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.fold import fold
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from services.loan_engine.terms import LoanTerms, RepaymentMethod
from services.repayment.receipts import examples, quote_views
from services.repayment.receipts.counting import Drawn
from services.repayment.receipts.domain.quoting import Quote, quoted_days
from services.repayment.receipts.quote_tables import PayoffQuoteRow

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_DAY: Final = date(2026, 12, 7)
_AT: Final = datetime(2026, 12, 7, 2, 30, tzinfo=UTC)
_LOAN: Final = LoanTerms(
    principal_minor=3_000_000,
    currency="CNY",
    rate_ppm=120_000,
    method=RepaymentMethod.LEVEL_INSTALMENT,
    instalments=3,
    disbursed_on=date(2026, 11, 27),
)
_PAID_OUT: Final = Transaction(
    kind=Kind.DISBURSED,
    value_date=_LOAN.disbursed_on,
    reference="pay_01h455vb4pex5vsknk084sn02q",
    amount_minor=_LOAN.principal_minor,
)
_QUOTE: Final = Quote(
    loan_id=_ID,
    quote_id=_ID,
    currency="CNY",
    loan_sequence=1,
    days=tuple(quoted_days(fold(Agreement(loan=_LOAN), [_PAID_OUT], horizon=_DAY), _DAY)),
)

QUOTE_CREATE_EXAMPLE: Final[dict[str, Any]] = {"on": None}
QUOTE_EXAMPLE: Final = quote_views.quote(
    Drawn(PayoffQuoteRow(created_at=_AT), _QUOTE, is_payable=True)
).model_dump(mode="json")
QUOTES_EXAMPLE: Final = {"data": [QUOTE_EXAMPLE], "has_more": False, "next_cursor": None}
PREPAYMENT_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    **examples.REPAYMENT_CREATE_EXAMPLE,
    "mode": PrepaymentMode.REDUCE_INSTALMENT.value,
    "quote_id": None,
}
PREPAYMENT_EXAMPLE: Final = examples.REPAYMENT_EXAMPLE | {
    "mode": PrepaymentMode.REDUCE_INSTALMENT.value
}
SANDBOX_PAYMENT_EXAMPLE: Final[dict[str, Any]] = {
    "loan_id": QUOTE_EXAMPLE["loan_id"],
    "amount": examples.REPAYMENT_CREATE_EXAMPLE["amount"],
    "mode": "repay",
    "value_date": None,
}
SANDBOX_PAID_EXAMPLE: Final = examples.REPAYMENT_EXAMPLE | {"channel": "sandbox_bank"}
