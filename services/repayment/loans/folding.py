"""A loan as its history makes it up to a day, by what is known now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.fold import Folded, fold
from services.loan_engine.servicing.transactions import Transaction, standing
from services.repayment.loans import repository
from services.repayment.loans.domain.figures import Figures, figures_of
from services.repayment.loans.stored_terms import terms_of
from services.repayment.loans.tables import LoanRow


@dataclass(frozen=True, slots=True)
class LoanOn:
    """A loan and what had happened to it by the close of `day`; what was reversed never did."""

    row: LoanRow
    day: date
    agreement: Agreement
    history: Sequence[Transaction]
    loan: Folded

    @property
    def figures(self) -> Figures | None:
        """What it comes to; None before its money was there."""
        return figures_of(self.loan, self.agreement.grace_days, self.day)


@dataclass(frozen=True, slots=True)
class Known:
    """A loan and all that is known to have happened to it."""

    row: LoanRow
    transactions: Sequence[Transaction]

    def on(self, day: date) -> LoanOn:
        """The loan as of `day`; takes processor time, so no session is held meanwhile."""
        agreement = terms_of(self.row).planned
        history = [each for each in standing(self.transactions) if each.value_date <= day]
        return LoanOn(self.row, day, agreement, history, fold(agreement, history, horizon=day))


async def known_of(session: AsyncSession, row: LoanRow) -> Known:
    """The loan with its whole history."""
    return Known(row, await repository.transactions(session, row.loan_id))
