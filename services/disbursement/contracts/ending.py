"""Ending a contract: the same for who leaves it and for the day on which nobody has signed it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import chronicle, messages
from services.disbursement.contracts.domain.errors import PaymentUnderWay
from services.disbursement.contracts.domain.happenings import EndedBy, Happening, Step
from services.disbursement.contracts.domain.leaving import left_status
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.disbursement.payouts import entry as payouts
from services.kit.caller import Caller


async def end(
    session: AsyncSession, row: ContractRow, ended_by: EndedBy, reason_code: str, caller: Caller
) -> None:
    """Void a locked contract with its payouts, or terminate it when it had taken effect.

    Raises `TransitionNotAllowed`, and `PaymentUnderWay` while a payout may have left.
    """
    target = left_status(ContractStatus(row.status))
    CONTRACT_MOVES.step(ContractStatus(row.status), target)
    if not await payouts.cancel_unsubmitted(session, row.contract_id, caller, reason_code):
        raise PaymentUnderWay
    before = messages.contract_facts(row)
    row.ended_by, row.reason_code = ended_by.value, reason_code
    is_voided = target is ContractStatus.VOIDED
    kind = Happening.VOIDED if is_voided else Happening.TERMINATED
    await chronicle.changed(session, row, Step(kind, target, reason_code), caller, before)
    await chronicle.tell(session, row, messages.VOIDED if is_voided else messages.TERMINATED)
    await session.flush()
