"""Rows of borrowers and promises: locked, summed up, written."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.exposure.domain.reservations import (
    Promise,
    ReservationStatus,
    Standing,
)
from services.underwriting.exposure.tables import BorrowerRow, ReservationRow


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


async def standing(
    session: AsyncSession, borrower_index: bytes, currency: str, but_for: UUID | None
) -> Standing:
    """What the borrower owes and was promised in `currency`, leaving out the case `but_for`."""
    held = ReservationRow
    amounts = await session.execute(
        select(held.status, func.sum(held.amount_minor))
        .where(
            held.borrower_index == borrower_index,
            held.currency == currency,
            held.case_id.is_distinct_from(but_for),
        )
        .group_by(held.status)
    )
    by_status = {status: int(total) for status, total in amounts}
    return Standing(
        outstanding_minor=by_status.get(ReservationStatus.DRAWN, 0),
        in_flight_minor=by_status.get(ReservationStatus.RESERVED, 0),
        days_past_due_max=0,
    )


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
