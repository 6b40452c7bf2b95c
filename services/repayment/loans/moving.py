"""What every move of a loan does: note what happened, fold, keep how it stands, book the rest.

The shard first, then the loan: whoever moves a loan takes its locks in this order.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.instalments import Origin
from services.loan_engine.servicing.transactions import Transaction
from services.repayment.ledger.entry import LoanPosting
from services.repayment.loans import chronicle, repository
from services.repayment.loans.domain.figures import next_due_of
from services.repayment.loans.stored_terms import terms_of
from services.repayment.loans.tables import LoanRow
from services.repayment.positions import entry as positions
from services.repayment.positions.entry import Held, Place, Standing


@dataclass(frozen=True, slots=True)
class Happened:
    """A transaction as it was added: its number within the loan, and how the loan stands now."""

    sequence: int
    standing: Standing


async def enter(session: AsyncSession, loan_id: UUID, edit: Edit) -> Place:
    """Share the loan's shard until the commit; before the loan itself is locked."""
    return await positions.enter(session, loan_id, edit.clock.today())


async def add(
    session: AsyncSession,
    row: LoanRow,
    place: Place,
    happened: Transaction,
    edit: Edit,
    reason_code: str | None = None,
) -> Happened:
    """Add what happened to a locked loan, and let its books follow. Raises `DayNotOpen`."""
    place.require_open(happened.value_date)
    history = await repository.transactions(session, row.loan_id)
    sequence = chronicle.record(
        session, row, happened, edit, booked_on=place.opening, reason_code=reason_code
    )
    posting = LoanPosting(
        loan_id=row.loan_id,
        product_code=row.product_code,
        event=f"{happened.kind}:{sequence}",
        kind=happened.kind.value,
        booked_on=place.opening,
        value_date=happened.value_date,
    )
    standing = await positions.move(session, place, held_of(row), [*history, happened], posting)
    project(row, standing.loan)
    return Happened(sequence, standing)


async def refold(session: AsyncSession, row: LoanRow, place: Place) -> None:
    """Write a locked loan's lines anew; raises `BooksDiffer` when that would change a figure."""
    history = await repository.transactions(session, row.loan_id)
    await positions.move(session, place, held_of(row), history, None)


def held_of(row: LoanRow) -> Held:
    """The loan as its shard keeps it."""
    return Held(terms_of(row).planned, row.product_code)


def project(row: LoanRow, loan: Folded) -> None:
    """Write on the row what lists show of a loan: its end, and what is to be paid next."""
    scheduled = [each for each in loan.instalments if each.origin is Origin.SCHEDULE]
    row.matures_on = scheduled[-1].due_on if scheduled else None
    due = next_due_of(loan)
    row.next_due_on = None if due is None else due.due_on
    row.next_due_minor = None if due is None else due.total_minor
