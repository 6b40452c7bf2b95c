"""A repayment with what became of its money; a quote with what became of its loan."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.loan_engine.servicing.fold import Folded
from services.repayment.receipts.domain.fees import Charge
from services.repayment.receipts.domain.quoting import Quote
from services.repayment.receipts.domain.receipt import reference_of
from services.repayment.receipts.domain.statuses import RepaymentStatus
from services.repayment.receipts.domain.use import Use, use_of
from services.repayment.receipts.quote_tables import PayoffQuoteRow
from services.repayment.receipts.tables import RepaymentReceivedRow

# Its money is not on the loan: not yet, or not any more.
_ELSEWHERE: Final = frozenset({RepaymentStatus.RECEIVED.value, RepaymentStatus.REVERSED.value})


@dataclass(frozen=True, slots=True)
class Counted:
    """A repayment, and the use of what of it is on the loan."""

    row: RepaymentReceivedRow
    use: Use


def counted(row: RepaymentReceivedRow, loan: Folded, opening: date) -> Counted:
    """What became of a repayment by `opening`."""
    return Counted(row, use_of(loan, opening, reference_of(row.repayment_id), row.amount_minor))


def shown(row: RepaymentReceivedRow, loan: Folded, opening: date) -> Counted:
    """The same as readers see it: nothing, while its money is not on the loan."""
    return Counted(row, Use(0)) if row.status in _ELSEWHERE else counted(row, loan, opening)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quote, and whether it can still be paid."""

    row: PayoffQuoteRow
    quote: Quote
    is_payable: bool


@dataclass(frozen=True, slots=True)
class Charged:
    """A fee that was charged, and the day it fell due."""

    charge: Charge
    due_on: date
