"""What every change of a repayment leaves: its history, its audit and its event.

All of it is written in the transaction that holds the loan.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.caller import Caller
from services.repayment.receipts import messages
from services.repayment.receipts.domain.statuses import REPAYMENT_MOVES, RepaymentStatus
from services.repayment.receipts.tables import RepaymentHappeningRow, RepaymentReceivedRow


async def begun(session: AsyncSession, row: RepaymentReceivedRow, caller: Caller) -> None:
    """Write that money came in; its row is new."""
    _note(session, row, None, caller)
    action, after = f"{messages.AGGREGATE_TYPE}.{row.status}", messages.repayment_facts(row)
    await audit.append(session, row, Change(action, caller, after=after))
    await _tell(session, row)


async def moved(
    session: AsyncSession,
    row: RepaymentReceivedRow,
    target: RepaymentStatus,
    caller: Caller,
    reason: str | None = None,
) -> None:
    """Write that a repayment of a held loan moves on; raises `TransitionNotAllowed`."""
    was, before = row.status, messages.repayment_facts(row)
    row.status = REPAYMENT_MOVES.step(RepaymentStatus(was), target).value
    row.version += 1
    _note(session, row, was, caller)
    action, after = f"{messages.AGGREGATE_TYPE}.{target}", messages.repayment_facts(row)
    await audit.append(session, row, Change(action, caller, reason, before, after))
    await _tell(session, row)


def _note(
    session: AsyncSession, row: RepaymentReceivedRow, was: str | None, caller: Caller
) -> None:
    row.history_length = (row.history_length or 0) + 1
    session.add(
        RepaymentHappeningRow(
            loan_id=row.loan_id,
            repayment_id=row.repayment_id,
            number=row.history_length,
            from_status=was,
            to_status=row.status,
            subject=caller.subject,
        )
    )


async def _tell(session: AsyncSession, row: RepaymentReceivedRow) -> None:
    await outbox.add(
        session,
        row,
        aggregate_type=messages.AGGREGATE_TYPE,
        topic=f"{messages.AGGREGATE_TYPE}.{row.status}",
        data=messages.repayment_event(row),
    )
