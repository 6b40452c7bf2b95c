"""Post the repayments that waited for the books to reach their value date."""

from datetime import date
from typing import Final
from uuid import UUID

from services.kit.context import Edit
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached
from services.repayment.failpoints import RepaymentPoint
from services.repayment.loans import entry as loans
from services.repayment.receipts import booking, repository
from services.repayment.receipts.domain.statuses import RepaymentStatus

AT_ONCE_MAX: Final = 500


async def post_waiting_repayments(today: date, edit: Edit) -> None:
    """Post each in a transaction of its own.

    One waits on whose books are still behind, or whose loan's own money came back meanwhile.
    Raises what one failed with that could not be posted, once all others were.
    """
    async with edit.sessions() as session:
        found = await repository.waiting(session, today, AT_ONCE_MAX)

    async def post(repayment: tuple[UUID, UUID]) -> None:
        await _post(*repayment, edit)
        await reached(RepaymentPoint.REPAYMENT_POSTED)

    await each_apart(found, post)


async def _post(loan_id: UUID, repayment_id: UUID, edit: Edit) -> None:
    async with edit.sessions.begin() as session:
        held = await loans.hold_any(session, loan_id, edit)
        row = await repository.of_loan(session, loan_id, repayment_id)
        is_waiting = row.status == RepaymentStatus.RECEIVED.value
        is_running = held.status in booking.TAKES_MONEY
        if is_waiting and is_running and row.value_date <= held.place.opening:
            await booking.post(session, held, row, edit)
