"""What every change of a condition leaves: its row, its audit, an event on the contract's stream.

All of it is written in the transaction that holds the contract's lock.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import messages
from services.disbursement.conditions.domain.conditions import CONDITION_MOVES, ConditionStatus
from services.disbursement.conditions.tables import ConditionRow
from services.disbursement.contracts import entry as contracts
from services.kit import audit
from services.kit.audit import Change, Members
from services.kit.caller import Caller


async def begun(session: AsyncSession, row: ConditionRow, caller: Caller) -> None:
    """Write that a contract has a condition; its row is new."""
    action = f"{messages.AGGREGATE_TYPE}.required"
    change = Change(action, caller, after=messages.condition_facts(row))
    await audit.append(session, row, change)


async def moved(
    session: AsyncSession,
    row: ConditionRow,
    target: ConditionStatus,
    caller: Caller,
    *,
    before: Members,
    reason: str,
) -> None:
    """Write that a locked condition moves on; raises `TransitionNotAllowed` when it may not.

    `before` are the facts before any column was changed.
    """
    row.status = CONDITION_MOVES.step(ConditionStatus(row.status), target).value
    row.version += 1
    action = f"{messages.AGGREGATE_TYPE}.{target}"
    change = Change(action, caller, reason, before, messages.condition_facts(row))
    await audit.append(session, row, change)
    await contracts.tell(
        session,
        row.contract_id,
        contracts.CONDITIONS_CHANGED,
        condition=row.code,
        condition_status=row.status,
    )
