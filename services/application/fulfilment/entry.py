"""What the other areas may ask about contract, payouts and loan, inside their own session."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.application.domain.heard import Heard
from services.application.domain.lives import LoanStatus
from services.application.fulfilment import repository
from services.application.fulfilment.tables import LoanStandingRow


async def heard_of(session: AsyncSession, application_id: UUID) -> Heard:
    """Everything that was heard about an application."""
    return await repository.heard_of(session, application_id)


async def heard_of_each(
    session: AsyncSession, application_ids: Sequence[UUID]
) -> Mapping[UUID, Heard]:
    """Everything that was heard about each of these applications."""
    return await repository.heard_of_each(session, application_ids)


def is_unpaid(
    application_id: InstrumentedAttribute[UUID], due_before: ColumnElement[date]
) -> ColumnElement[bool]:
    """Whether the loan of an application is written off, or owes what fell due before that day.

    What is due next is what was told last, and a payment moves it on: once its day is over and
    nothing was heard, it was not paid.
    """
    loan = LoanStandingRow
    owes = and_(loan.status == LoanStatus.ACTIVE.value, loan.next_due_on < due_before)
    return exists().where(
        loan.application_id == application_id,
        or_(loan.status == LoanStatus.WRITTEN_OFF.value, owes),
    )
