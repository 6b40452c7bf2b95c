"""What every change of a case leaves: its row, its history, its audit and its events.

All of it is written in the transaction that holds the case's lock.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import audit, outbox
from services.kit.audit import Change, Members
from services.kit.caller import Caller
from services.underwriting.cases import messages
from services.underwriting.cases.domain.happenings import Step
from services.underwriting.cases.domain.statuses import CASE_MOVES, CaseStatus
from services.underwriting.cases.tables import CaseHappeningRow, CaseRow


async def begun(session: AsyncSession, row: CaseRow, step: Step, caller: Caller) -> None:
    """Write that a case began; its row is new."""
    _note(session, row, step, None, caller)
    action = f"{messages.AGGREGATE_TYPE}.{step.kind}"
    await audit.append(session, row, Change(action, caller, after=messages.case_facts(row)))


async def changed(
    session: AsyncSession,
    row: CaseRow,
    step: Step,
    caller: Caller,
    before: Members | None = None,
) -> None:
    """Write one step of a case; raises `TransitionNotAllowed` when its table has no such move.

    `before` is what the audit compares with, if columns were changed before this call.
    """
    was, kept = row.status, before or messages.case_facts(row)
    if step.target is not None:
        row.status = CASE_MOVES.step(CaseStatus(was), step.target).value
    row.version += 1
    _note(session, row, step, was, caller)
    change = Change(
        f"{messages.AGGREGATE_TYPE}.{step.target or step.kind}",
        caller,
        step.reason,
        kept,
        messages.case_facts(row),
    )
    await audit.append(session, row, change)


async def tell(session: AsyncSession, row: CaseRow, topic: str, **named: str) -> None:
    """Write the event `topic` about a case; `named` are ids of what it is about."""
    await outbox.add(
        session,
        row,
        aggregate_type=messages.AGGREGATE_TYPE,
        topic=topic,
        data=messages.case_event(row, **named),
    )


def _note(session: AsyncSession, row: CaseRow, step: Step, was: str | None, caller: Caller) -> None:
    row.history_length = (row.history_length or 0) + 1
    session.add(
        CaseHappeningRow(
            case_id=row.case_id,
            number=row.history_length,
            submission=row.submission,
            kind=step.kind.value,
            from_status=was if step.target else None,
            to_status=step.target.value if step.target else None,
            subject=caller.subject,
            reason_code=step.reason_code,
            reason=step.reason,
        )
    )
