"""Take a refund that was approved: its money goes out once, or it is told that it does not."""

from services.disbursement.contracts import entry as contracts
from services.disbursement.payouts import refunding, repository
from services.disbursement.payouts.applying import amount_of
from services.disbursement.payouts.domain.errors import RefundDiffers
from services.disbursement.payouts.domain.refunds import Refund
from services.disbursement.payouts.tables import PayoutRow
from services.kit.context import Edit
from services.kit.inbox import apply_once


async def take_refund(refund: Refund, sequence: int, after: int, edit: Edit) -> PayoutRow:
    """The refund's one payout; the same message again changes nothing.

    Raises `SequenceGap`, `RefundDiffers`, and `NotFound` for a contract we never drew.
    """
    async with edit.sessions.begin() as session:
        await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=refund.refund_id,
            sequence=sequence,
            after=after,
        )
        contract = await contracts.lock(session, refund.contract_id)
        row = await repository.of_refund(session, refund.refund_id)
        if row is None:
            today = edit.clock.today()
            row = await refunding.begin(session, contract, refund, edit.caller, today)
            await session.flush()
        elif (row.contract_id, amount_of(row)) != (refund.contract_id, refund.amount):
            raise RefundDiffers
        return row
