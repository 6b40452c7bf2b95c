"""What the disbursement service tells us of refunds; nobody else reaches it."""

from typing import Annotated, Final

from fastapi import APIRouter, Path

from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.repayment.receipts import proposal_examples
from services.repayment.receipts.domain.errors import RefundDiffers
from services.repayment.receipts.domain.proposals import ProposalStatus
from services.repayment.receipts.schemas.parts import RefundId
from services.repayment.receipts.schemas.told import RefundPayoutTaken, RefundPayoutTold
from services.repayment.receipts.use_cases.take_refund_payout import take_refund_payout

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/refund-payouts", tags=["between services"]
)


@router.put(
    "/{refund_id}",
    response_model=RefundPayoutTaken,
    **operation(
        scope=None,
        resource="loan",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, RefundDiffers),
        request_example=proposal_examples.REFUND_PAYOUT_EXAMPLE,
        response_example=proposal_examples.REFUND_PAYOUT_TAKEN_EXAMPLE,
    ),
)
async def put_refund_payout(
    refund_id: Annotated[RefundId, Path()], body: RefundPayoutTold, edit: EditDep
) -> RefundPayoutTaken:
    """Take how the payout of a refund ended: paid, or back in suspense with its reason.

    The same message again is answered and changes nothing.
    """
    row = await take_refund_payout(body.payout(refund_id), edit)
    return RefundPayoutTaken(refund_id=row.proposal_id, status=ProposalStatus(row.status))
