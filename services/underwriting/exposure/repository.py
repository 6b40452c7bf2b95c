"""Rows of borrowers, promises and loans: locked, summed up, written."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.exposure.domain.lateness import Lateness
from services.underwriting.exposure.domain.reservations import (
    LOAN_REPAID,
    LoanExposure,
    Promise,
    ReservationStatus,
    Taken,
)
from services.underwriting.exposure.tables import BorrowerRow, LoanExposureRow, ReservationRow


async def lock_borrower(session: AsyncSession, borrower_index: bytes) -> None:
    """Hold the borrower's row, made when it is missing, until the transaction ends."""
    await session.execute(
        insert(BorrowerRow).values(borrower_index=borrower_index).on_conflict_do_nothing()
    )
    await session.execute(
        select(BorrowerRow.borrower_index)
        .where(BorrowerRow.borrower_index == borrower_index)
        .with_for_update()
    )


async def taken(
    session: AsyncSession, borrower_index: bytes, currency: str, but_for: UUID | None
) -> Taken:
    """What the borrower owes and was promised in `currency`, leaving out the case `but_for`."""
    held, loan = ReservationRow, LoanExposureRow
    promised = await session.scalar(
        select(func.coalesce(func.sum(held.amount_minor), 0)).where(
            held.borrower_index == borrower_index,
            held.currency == currency,
            held.status == ReservationStatus.RESERVED.value,
            held.case_id.is_distinct_from(but_for),
        )
    )
    owed = await session.scalar(
        select(func.coalesce(func.sum(loan.outstanding_minor), 0)).where(
            loan.borrower_index == borrower_index,
            loan.currency == currency,
            loan.case_id.is_distinct_from(but_for),
        )
    )
    return Taken(outstanding_minor=int(owed or 0), in_flight_minor=int(promised or 0))


async def lateness(
    session: AsyncSession, borrower_index: bytes, but_for: UUID | None
) -> list[Lateness]:
    """How late each loan of the borrower is, in whatever currency, but that of `but_for`."""
    loan = LoanExposureRow
    found = await session.execute(
        select(loan.days_past_due, loan.late_after).where(
            loan.borrower_index == borrower_index, loan.case_id.is_distinct_from(but_for)
        )
    )
    return [Lateness(days_told, late_after) for days_told, late_after in found]


async def repaid_cases(session: AsyncSession, borrower_index: bytes) -> list[UUID]:
    """The borrower's cases that led to a loan which is repaid, by what was told of it last."""
    loan = LoanExposureRow
    found = await session.scalars(
        select(loan.case_id)
        .where(loan.borrower_index == borrower_index)
        .group_by(loan.case_id)
        .having(func.bool_and(loan.status == LOAN_REPAID))
    )
    return list(found)


async def write_promise(session: AsyncSession, promise: Promise) -> None:
    """Write the promise; the same case's earlier one gives way to it, unless it was drawn."""
    taken = {
        "amount_minor": promise.amount.amount_minor,
        "currency": promise.amount.currency,
        "product_type": promise.product_type,
        "status": ReservationStatus.RESERVED.value,
        "released_at": None,
    }
    place = {"borrower_index": promise.borrower_index, "case_id": promise.case_id}
    await session.execute(
        insert(ReservationRow)
        .values(**place, **taken)
        .on_conflict_do_update(
            index_elements=list(place),
            set_=taken,
            where=ReservationRow.status != ReservationStatus.DRAWN.value,
        )
    )


async def release_promise(session: AsyncSession, borrower_index: bytes, case_id: UUID) -> None:
    """Give back what a case was promised and has not drawn."""
    await session.execute(
        update(ReservationRow)
        .where(
            ReservationRow.borrower_index == borrower_index,
            ReservationRow.case_id == case_id,
            ReservationRow.status == ReservationStatus.RESERVED.value,
        )
        .values(status=ReservationStatus.RELEASED.value, released_at=func.clock_timestamp())
    )


async def lock_promise(
    session: AsyncSession, borrower_index: bytes, case_id: UUID
) -> ReservationRow | None:
    """What a case was promised, locked; None when it was promised nothing."""
    found: ReservationRow | None = await session.get(
        ReservationRow, (borrower_index, case_id), with_for_update=True
    )
    return found


async def write_loan(
    session: AsyncSession, borrower_index: bytes, case_id: UUID, loan: LoanExposure
) -> None:
    """Write what is owed on a loan, as it is told now."""
    told = {
        "outstanding_minor": loan.outstanding.amount_minor,
        "currency": loan.outstanding.currency,
        "days_past_due": loan.lateness.days_told,
        "late_after": loan.lateness.late_after,
        "status": loan.status,
        "told_at": func.clock_timestamp(),
    }
    place = {"borrower_index": borrower_index, "loan_id": loan.loan_id}
    await session.execute(
        insert(LoanExposureRow)
        .values(**place, case_id=case_id, **told)
        .on_conflict_do_update(index_elements=list(place), set_=told)
    )
