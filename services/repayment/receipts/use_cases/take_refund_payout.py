"""Take how the payout of a refund ended: it arrived, or its money waits in suspense again."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.inbox import apply_once
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanHeld
from services.repayment.receipts import following, proposal_rows, repository
from services.repayment.receipts.domain.errors import RefundDiffers
from services.repayment.receipts.domain.payouts import RefundPayout
from services.repayment.receipts.domain.proposals import ProposalStatus
from services.repayment.receipts.proposal_tables import ProposalRow


async def take_refund_payout(told: RefundPayout, edit: Edit) -> ProposalRow:
    """The refund as its payout left it; the same message again changes nothing.

    Raises `SequenceGap`, `NotFound` for a refund we never made, `RefundDiffers` and
    `TransitionNotAllowed`.
    """
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=told.contract_id,
            sequence=told.sequence,
            after=told.after,
        )
        loan_id = (await proposal_rows.refund_any(session, told.refund_id)).loan_id
        held = await loans.hold_any(session, loan_id, edit)
        row = await proposal_rows.refund_any(session, told.refund_id)
        if is_new:
            await _follow(session, held, row, told, edit)
            await session.flush()
        return row


async def _follow(
    session: AsyncSession, held: LoanHeld, row: ProposalRow, told: RefundPayout, edit: Edit
) -> None:
    contract_id = await loans.contract_of(session, held.loan_id)
    proposal = proposal_rows.proposal_of(row)
    if (contract_id, proposal.amount) != (told.contract_id, told.amount):
        raise RefundDiffers
    row.payout_id = told.payout_id
    if told.target is ProposalStatus.PAID:
        row.paid_on = told.settled_on
        await proposal_rows.moved(session, row, told.target, edit.caller)
        return
    row.return_code = told.reason_code
    await proposal_rows.moved(session, row, told.target, edit.caller)
    undone = proposal.undone(row.proposal_id, held.place.opening)
    added = await loans.add(session, held, undone, edit, told.reason_code)
    assert row.repayment_id is not None  # a refund names its receipt
    receipt = await repository.of_loan(session, held.loan_id, row.repayment_id)
    await following.stand(session, receipt, added, edit.caller)
    await following.follow(session, held, added, edit.caller)
