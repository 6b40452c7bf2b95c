"""What the reference shows of the ledger: one loan that was paid out."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.kit.journal import Balance
from services.kit.journal_rows import AccountRow, EntryRecord, EntryRow, LineRow
from services.repayment.ledger import views
from services.repayment.ledger.domain.chart import CHART, AccountCode
from services.repayment.ledger.queries import TrialBalance

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_DAY: Final = date(2026, 11, 27)
_LENT_MINOR: Final = 5_000_000


def _line(number: int, account: AccountCode, amount_minor: int) -> LineRow:
    return LineRow(
        source_id=_ID,
        entry_id=_ID,
        line_no=number,
        account=account.value,
        amount_minor=amount_minor,
        currency="CNY",
        dimensions={"product": "SOLE_TRADER_CREDIT"},
    )


_RECORD: Final = EntryRecord(
    EntryRow(
        source_id=_ID,
        entry_id=_ID,
        source_type="loan",
        event="disbursed:pay_01h455vb4pex5vsknk084sn02q",
        kind="disbursement",
        booked_on=_DAY,
        value_date=_DAY,
        reverses=None,
        request_id="req_01h455vb4pex5vsknk084sn02q",
        recorded_at=datetime(2026, 11, 27, 2, 30, tzinfo=UTC),
    ),
    [
        _line(1, AccountCode.LOAN_PRINCIPAL, _LENT_MINOR),
        _line(2, AccountCode.FUNDING_CLEARING, -_LENT_MINOR),
    ],
)
_CHART: Final = [
    AccountRow(code=each.code, kind=each.kind, title_en=each.title.en, title_zh=each.title.zh)
    for each in CHART
]
_BALANCES: Final = [
    Balance(AccountCode.FUNDING_CLEARING, "CNY", 0, _LENT_MINOR),
    Balance(AccountCode.LOAN_PRINCIPAL, "CNY", _LENT_MINOR, 0),
]


def _entries() -> dict[str, Any]:
    shown = views.entry(_RECORD).model_dump(mode="json")
    return {"data": [shown], "has_more": False, "next_cursor": None}


ACCOUNTS_EXAMPLE: Final = views.accounts(_CHART).model_dump(mode="json")
ENTRIES_EXAMPLE: Final = _entries()
TRIAL_BALANCE_EXAMPLE: Final = views.trial_balance(TrialBalance(_DAY, _BALANCES)).model_dump(
    mode="json"
)
