"""Let loans end whose last dues were paid by money in suspense as days went by."""

from datetime import date
from typing import Final
from uuid import UUID

from services.kit.context import Edit
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached
from services.repayment.failpoints import RepaymentPoint
from services.repayment.loans import entry as loans
from services.repayment.receipts import following

AT_ONCE_MAX: Final = 500


async def settle_loans(today: date, edit: Edit) -> None:
    """Settle each in a transaction of its own; whatever still owes something stays as it is.

    Raises what one failed with that could not be settled, once all others were.
    """
    async with edit.sessions() as session:
        found = await loans.running_out(session, today, AT_ONCE_MAX)

    async def settle(loan_id: UUID) -> None:
        await _settle(loan_id, edit)
        await reached(RepaymentPoint.LOAN_SETTLED)

    await each_apart(found, settle)


async def _settle(loan_id: UUID, edit: Edit) -> None:
    async with edit.sessions.begin() as session:
        held = await loans.hold_any(session, loan_id, edit)
        settled = await loans.settle(session, held, edit)
        if settled is not None:
            await following.follow(session, held, settled, edit.caller)
