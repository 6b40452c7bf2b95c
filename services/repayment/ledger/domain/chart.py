"""The chart of accounts of loan servicing; the database holds the same one."""

from enum import StrEnum
from typing import Final

from services.kit.errors import Title
from services.kit.postings import Account, AccountKind


class AccountCode(StrEnum):
    """The accounts, by code."""

    LOAN_PRINCIPAL = "loan_principal"
    FEES_RECEIVABLE = "fees_receivable"
    FUNDING_CLEARING = "funding_clearing"
    FEE_INCOME = "fee_income"


_C = AccountCode

CHART: Final = (
    Account(
        _C.LOAN_PRINCIPAL,
        AccountKind.ASSET,
        Title("Loans receivable: principal", "应收贷款本金"),
    ),
    Account(_C.FEES_RECEIVABLE, AccountKind.ASSET, Title("Fees receivable", "应收费用")),
    Account(
        _C.FUNDING_CLEARING,
        AccountKind.LIABILITY,
        Title("Funding clearing: what payouts brought to loans", "放款清算"),
    ),
    Account(_C.FEE_INCOME, AccountKind.INCOME, Title("Fee income", "手续费收入")),
)
