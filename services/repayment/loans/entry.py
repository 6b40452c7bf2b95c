"""What is told of loans: read when it is sent, from rows that a later change leaves as they are."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.deliveries import Message
from services.kit.identifiers import uuid_of
from services.kit.money import Money
from services.repayment.loans import messages, repository
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.domain.terms import Due, dues_of
from services.repayment.loans.messages import TOPICS
from services.repayment.loans.stored_terms import terms_of
from services.repayment.loans.tables import LoanRow, LoanTransactionRow

__all__ = ["TOPICS", "LoanTold", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTold:
    """A loan as one event left it.

    `opened_on`, `next_due` and anything outstanding are there only while its money is.
    """

    loan_id: UUID
    contract_id: UUID
    application_id: UUID
    party_id: UUID
    payout_id: UUID
    status: LoanStatus
    outstanding: Money
    opened_on: date | None
    next_due: Due | None


async def told(session: AsyncSession, message: Message) -> LoanTold:
    """What the event in `message` has to say."""
    row = await session.get_one(LoanRow, message.aggregate_id)
    funding = await session.get_one(LoanTransactionRow, (row.loan_id, message.body["funding"]))
    is_active = message.topic == messages.ACTIVE
    due = await _first_due(session, row, funding) if is_active else None
    return LoanTold(
        loan_id=row.loan_id,
        contract_id=row.contract_id,
        application_id=row.application_id,
        party_id=row.party_id,
        payout_id=uuid_of("pay", message.body["payout"]),
        status=LoanStatus.ACTIVE if is_active else LoanStatus.PENDING,
        outstanding=Money(row.principal_minor if is_active else 0, row.currency),
        opened_on=funding.value_date if is_active else None,
        next_due=due,
    )


async def _first_due(session: AsyncSession, row: LoanRow, funding: LoanTransactionRow) -> Due:
    rows = await repository.instalments(session, row.loan_id, funding.sequence)
    loan = terms_of(row).funded_on(funding.value_date).loan
    return next(dues_of(loan, rows))
