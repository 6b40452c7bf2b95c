"""Record what is owed on a loan: its case's promise gives way to it, and comes back with it."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import NotFound
from services.kit.inbox import apply_once
from services.underwriting.cases import entry as cases
from services.underwriting.exposure import repository
from services.underwriting.exposure.domain.reservations import (
    ReservationStatus,
    promise_beside,
)
from services.underwriting.exposure.records import LoanReport


async def record_loan(report: LoanReport, edit: Edit) -> None:
    """Let the borrower's exposure be what it is told, once per message.

    Raises `SequenceGap`, and `NotFound` when no case of this party led to the loan.
    """
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=report.loan.loan_id,
            sequence=report.sequence,
            after=report.after,
        )
        case = await cases.hold_case(session, report.application_id)
        if case is None or case.party_id != report.party_id:
            raise NotFound
        if is_new:
            await repository.lock_borrower(session, case.borrower_index)
            await repository.write_loan(session, case.borrower_index, case.case_id, report.loan)
            await _settle_promise(session, case, report.loan.status)


async def _settle_promise(session: AsyncSession, case: cases.CaseHeld, loan_status: str) -> None:
    held = await repository.lock_promise(session, case.borrower_index, case.case_id)
    if held is None:
        return
    becomes = promise_beside(
        ReservationStatus(held.status), loan_status, is_case_closed=case.is_closed
    )
    if becomes.value != held.status:
        held.status = becomes.value
        if becomes is ReservationStatus.RELEASED:
            held.released_at = func.clock_timestamp()
