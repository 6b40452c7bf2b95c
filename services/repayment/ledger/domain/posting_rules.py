"""The posting rules, as one table: what each account says of a loan, by what the loan comes to.

An account's balance is a sum of the loan's quantities. So nothing has a posting of its own: a
payment, one that counts from an earlier day, its reversal and a night's interest all book the
difference between what the accounts said and what they say. Debits are positive.

A fee of a third party is never income: it is owed to whom it is for from the day it falls due. What
is waived of it is a concession as any other, for nobody can forgive another's claim: the lender
bears it (企业会计准则第14号 art. 14, IFRS 15 par. 47).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from services.repayment.domain.quantities import Quantities, Quantity
from services.repayment.ledger.domain.chart import AccountCode

_A, _Q = AccountCode, Quantity


class Basis(Enum):
    """Whether what a loan bears is income as it is borne, or only when it is paid."""

    ACCRUING = True
    NON_ACCRUAL = False


@dataclass(frozen=True, slots=True)
class PostingRule:
    """An account, and what it is the sum of: quantities that are debits, and credits."""

    account: AccountCode
    debits: tuple[Quantity, ...] = ()
    credits: tuple[Quantity, ...] = ()


_ALWAYS: Final = (
    PostingRule(_A.LOAN_PRINCIPAL, debits=(_Q.PRINCIPAL,)),
    PostingRule(_A.FUNDING_CLEARING, credits=(_Q.DISBURSED,)),
    PostingRule(_A.COLLECTIONS_CLEARING, debits=(_Q.RECEIVED,), credits=(_Q.REFUNDED,)),
    PostingRule(
        _A.SUSPENSE,
        debits=(
            _Q.REFUNDED,
            _Q.PAID_FEE,
            _Q.PAID_PENALTY,
            _Q.PAID_COMPOUND,
            _Q.PAID_INTEREST,
            _Q.PAID_PRINCIPAL,
        ),
        credits=(_Q.RECEIVED,),
    ),
    PostingRule(_A.FEES_RECEIVABLE, debits=(_Q.OWED_FEE,)),
    PostingRule(
        _A.FEE_INCOME,
        debits=(_Q.THIRD_PARTY_FEES,),
        credits=(_Q.OWED_FEE, _Q.PAID_FEE, _Q.WAIVED_FEE),
    ),
    PostingRule(_A.DUE_TO_THIRD_PARTIES, credits=(_Q.THIRD_PARTY_FEES,)),
    PostingRule(_A.CONCESSIONS, debits=(_Q.WAIVED_FEE,)),
)
# Of each growing part: what is owed, paid, waived; its receivable, its income, its memorandum.
_PARTS: Final = (
    (
        (_Q.OWED_INTEREST, _Q.PAID_INTEREST, _Q.WAIVED_INTEREST),
        (_A.INTEREST_RECEIVABLE, _A.INTEREST_INCOME, _A.OFF_BALANCE_INTEREST),
    ),
    (
        (_Q.OWED_PENALTY, _Q.PAID_PENALTY, _Q.WAIVED_PENALTY),
        (_A.PENALTY_RECEIVABLE, _A.PENALTY_INCOME, _A.OFF_BALANCE_PENALTY),
    ),
    (
        (_Q.OWED_COMPOUND, _Q.PAID_COMPOUND, _Q.WAIVED_COMPOUND),
        (_A.COMPOUND_RECEIVABLE, _A.COMPOUND_INCOME, _A.OFF_BALANCE_COMPOUND),
    ),
)


def _accruing() -> Iterator[PostingRule]:
    for (owed, paid, waived), (receivable, income, _) in _PARTS:
        yield PostingRule(receivable, debits=(owed,))
        yield PostingRule(income, credits=(owed, paid, waived))
        yield PostingRule(_A.CONCESSIONS, debits=(waived,))


def _non_accrual() -> Iterator[PostingRule]:
    """Income is what was paid; what is owed beyond it is kept as a memorandum."""
    for (owed, paid, _), (_, income, off_balance) in _PARTS:
        yield PostingRule(income, credits=(paid,))
        yield PostingRule(off_balance, debits=(owed,))
        yield PostingRule(_A.OFF_BALANCE_CONTRA, credits=(owed,))


POSTING_RULES: Final[Mapping[Basis, tuple[PostingRule, ...]]] = MappingProxyType(
    {
        Basis.ACCRUING: (*_ALWAYS, *_accruing()),
        Basis.NON_ACCRUAL: (*_ALWAYS, *_non_accrual()),
    }
)


def balances_of(quantities: Quantities, basis: Basis) -> Counter[AccountCode]:
    """What each account says of a loan, or of many, in minor units; debits are positive.

    Of every loan the balances sum to nothing.
    """
    amounts, balances = quantities.named(), Counter[AccountCode]()
    for rule in POSTING_RULES[basis]:
        balances[rule.account] += sum(amounts[each] for each in rule.debits)
        balances[rule.account] -= sum(amounts[each] for each in rule.credits)
    return balances
