"""What every change of a contract leaves: its row, its history, its audit and its events.

All of it is written in the transaction that holds the contract's lock.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import messages
from services.disbursement.contracts.domain.happenings import Step
from services.disbursement.contracts.tables import ContractHappeningRow, ContractRow
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.kit import audit, outbox
from services.kit.audit import Change, Members
from services.kit.caller import Caller


async def begun(session: AsyncSession, row: ContractRow, step: Step, caller: Caller) -> None:
    """Write that a contract began; its row is new."""
    note(session, row, step, caller)
    action = f"{messages.AGGREGATE_TYPE}.{step.kind}"
    await audit.append(session, row, Change(action, caller, after=messages.contract_facts(row)))


async def changed(
    session: AsyncSession,
    row: ContractRow,
    step: Step,
    caller: Caller,
    before: Members | None = None,
) -> None:
    """Write one step of a contract; raises `TransitionNotAllowed` when there is no such move.

    `before` is what the audit compares with, if columns were changed before this call.
    """
    was, kept = row.status, before or messages.contract_facts(row)
    if step.target is not None:
        row.status = CONTRACT_MOVES.step(ContractStatus(was), step.target).value
    row.version += 1
    note(session, row, step, caller, was)
    action = f"{messages.AGGREGATE_TYPE}.{step.target or step.kind}"
    change = Change(action, caller, step.reason_code, kept, messages.contract_facts(row))
    await audit.append(session, row, change)


async def tell(session: AsyncSession, row: ContractRow, topic: str, **named: str) -> None:
    """Write the event `topic` on a contract's stream; `named` are ids of what it is about."""
    await outbox.add(
        session,
        row,
        aggregate_type=messages.AGGREGATE_TYPE,
        topic=topic,
        data=messages.contract_event(row, **named),
    )


def note(
    session: AsyncSession, row: ContractRow, step: Step, caller: Caller, was: str | None = None
) -> None:
    """Add one line to the history of a locked contract."""
    row.history_length = (row.history_length or 0) + 1
    session.add(
        ContractHappeningRow(
            contract_id=row.contract_id,
            number=row.history_length,
            kind=step.kind.value,
            from_status=was if step.target else None,
            to_status=step.target.value if step.target else None,
            subject=caller.subject,
            reason_code=step.reason_code,
            refers_to=step.refers_to,
        )
    )
