"""What every change of a payout leaves: its row, its audit, a line of the contract's history, and
an event on the contract's stream.

All of it is written in the transaction that holds the contract's lock and then the payout's.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import PAYOUT_MOVES, PayoutStatus
from services.disbursement.payouts import messages
from services.disbursement.payouts.tables import PayoutRow
from services.kit import audit
from services.kit.audit import Change, Members
from services.kit.caller import Caller
from services.kit.identifiers import typeid_of


async def begun(session: AsyncSession, row: PayoutRow, caller: Caller) -> None:
    """Write that a payout began; its row is new and `created`."""
    action = f"{messages.AGGREGATE_TYPE}.{PayoutStatus.CREATED}"
    await audit.append(session, row, Change(action, caller, after=messages.payout_facts(row)))
    await _tell(session, row, caller)


async def moved(
    session: AsyncSession,
    row: PayoutRow,
    target: PayoutStatus,
    caller: Caller,
    *,
    before: Members,
    reason: str | None = None,
) -> None:
    """Write that a payout moves to `target`; raises `TransitionNotAllowed` when it may not.

    `before` are the facts before any column was changed.
    """
    row.status = PAYOUT_MOVES.step(PayoutStatus(row.status), target).value
    await noted(session, row, target.value, caller, before=before, reason=reason)
    await _tell(session, row, caller)


async def noted(
    session: AsyncSession,
    row: PayoutRow,
    happening: str,
    caller: Caller,
    *,
    before: Members,
    reason: str | None = None,
) -> None:
    """Write that something happened to a payout that is told to nobody."""
    row.version += 1
    action = f"{messages.AGGREGATE_TYPE}.{happening}"
    change = Change(action, caller, reason, before, messages.payout_facts(row))
    await session.flush()
    await audit.append(session, row, change)


async def _tell(session: AsyncSession, row: PayoutRow, caller: Caller) -> None:
    named = {"payout_id": messages.wire_id(row), "payout_status": row.status}
    if row.value_date is not None:
        named["value_date"] = (row.settled_on or row.value_date).isoformat()
    if row.returned_on is not None:
        named["returned_on"] = row.returned_on.isoformat()
    if row.reason_code is not None:
        named["reason_code"] = row.reason_code
    if row.refund_id is not None:
        named["refund_id"] = typeid_of("refund", row.refund_id)
    await contracts.note_payout(
        session,
        row.contract_id,
        caller,
        payout=messages.wire_id(row),
        word=row.reason_code or row.status,
        is_refund=row.refund_id is not None,
    )
    await contracts.tell(session, row.contract_id, messages.topic_of(row), **named)
