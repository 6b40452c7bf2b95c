"""Reads of repayments; each sees only those of loans its caller may see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.kit.pagination import PageRequest, paged
from services.repayment.loans import entry as loans
from services.repayment.reader import Reader
from services.repayment.receipts import repository
from services.repayment.receipts.counting import Counted, shown
from services.repayment.receipts.tables import RepaymentReceivedRow


async def repayments(loan_id: UUID, page: PageRequest, reader: Reader) -> Sequence[Counted]:
    """A page of a loan's repayments, newest first, one more than it shows; raises `NotFound`."""
    row = RepaymentReceivedRow
    statement = paged(
        select(row).where(row.loan_id == loan_id),
        page,
        created_at=row.created_at,
        identifier=row.repayment_id,
    )
    async with reader.sessions() as session:
        seen = await loans.seen(session, loan_id, reader.caller)
        return [shown(each, seen.loan, seen.opening) for each in await session.scalars(statement)]


async def repayment(loan_id: UUID, repayment_id: UUID, reader: Reader) -> Counted:
    """One repayment; raises `NotFound`."""
    async with reader.sessions() as session:
        seen = await loans.seen(session, loan_id, reader.caller)
        row = await repository.of_loan(session, loan_id, repayment_id)
        return shown(row, seen.loan, seen.opening)
