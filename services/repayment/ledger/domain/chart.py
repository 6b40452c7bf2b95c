"""The chart of accounts of loan servicing; the database holds the same one."""

from enum import StrEnum
from typing import Final

from services.kit.errors import Title
from services.kit.postings import Account, AccountKind


class AccountCode(StrEnum):
    """The accounts, by code."""

    LOAN_PRINCIPAL = "loan_principal"
    INTEREST_RECEIVABLE = "interest_receivable"
    PENALTY_RECEIVABLE = "penalty_receivable"
    COMPOUND_RECEIVABLE = "compound_receivable"
    FEES_RECEIVABLE = "fees_receivable"
    COLLECTIONS_CLEARING = "collections_clearing"
    OFF_BALANCE_INTEREST = "off_balance_interest"
    OFF_BALANCE_PENALTY = "off_balance_penalty"
    OFF_BALANCE_COMPOUND = "off_balance_compound"
    FUNDING_CLEARING = "funding_clearing"
    SUSPENSE = "suspense"
    DUE_TO_THIRD_PARTIES = "due_to_third_parties"
    OFF_BALANCE_CONTRA = "off_balance_contra"
    INTEREST_INCOME = "interest_income"
    PENALTY_INCOME = "penalty_income"
    COMPOUND_INCOME = "compound_income"
    FEE_INCOME = "fee_income"
    CONCESSIONS = "concessions"


_C, _K = AccountCode, AccountKind

CHART: Final = (
    Account(_C.LOAN_PRINCIPAL, _K.ASSET, Title("Loans receivable: principal", "应收贷款本金")),
    Account(_C.FEES_RECEIVABLE, _K.ASSET, Title("Fees receivable", "应收费用")),
    Account(
        _C.FUNDING_CLEARING,
        _K.LIABILITY,
        Title("Funding clearing: what payouts brought to loans", "放款清算"),
    ),
    Account(_C.FEE_INCOME, _K.INCOME, Title("Fee income", "手续费收入")),
    Account(_C.INTEREST_RECEIVABLE, _K.ASSET, Title("Interest receivable", "应收利息")),
    Account(_C.PENALTY_RECEIVABLE, _K.ASSET, Title("Penalty receivable", "应收罚息")),
    Account(_C.COMPOUND_RECEIVABLE, _K.ASSET, Title("Compound receivable", "应收复利")),
    Account(
        _C.COLLECTIONS_CLEARING,
        _K.ASSET,
        Title("Collections clearing: what borrowers paid", "还款清算"),
    ),
    Account(_C.SUSPENSE, _K.LIABILITY, Title("Borrowers' money in suspense", "暂收借款人款项")),
    Account(
        _C.DUE_TO_THIRD_PARTIES,
        _K.LIABILITY,
        Title("Due to third parties: their fees", "代收代付款项"),
    ),
    Account(_C.INTEREST_INCOME, _K.INCOME, Title("Interest income", "利息收入")),
    Account(_C.PENALTY_INCOME, _K.INCOME, Title("Penalty income", "罚息收入")),
    Account(_C.COMPOUND_INCOME, _K.INCOME, Title("Compound income", "复利收入")),
    Account(_C.CONCESSIONS, _K.EXPENSE, Title("Concessions to borrowers", "减免支出")),
    Account(_C.OFF_BALANCE_INTEREST, _K.ASSET, Title("Off balance: interest", "表外应收利息")),
    Account(_C.OFF_BALANCE_PENALTY, _K.ASSET, Title("Off balance: penalty", "表外应收罚息")),
    Account(_C.OFF_BALANCE_COMPOUND, _K.ASSET, Title("Off balance: compound", "表外应收复利")),
    Account(_C.OFF_BALANCE_CONTRA, _K.LIABILITY, Title("Off balance: contra", "表外对应科目")),
)
