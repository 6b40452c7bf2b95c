"""What the repayment service asks us to pay; nobody else reaches it."""

from typing import Annotated, Final

from fastapi import APIRouter, Path

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts import examples
from services.disbursement.payouts.domain.errors import RefundDiffers
from services.disbursement.payouts.schemas.told import RefundId, RefundTaken, RefundTold
from services.disbursement.payouts.use_cases.take_refund import take_refund
from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/refunds", tags=["between services"]
)


@router.put(
    "/{refund_id}",
    response_model=RefundTaken,
    **operation(
        scope=None,
        resource="payout",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, RefundDiffers),
        request_example=examples.REFUND_TOLD_EXAMPLE,
        response_example=examples.REFUND_TAKEN_EXAMPLE,
    ),
)
async def put_refund(
    refund_id: Annotated[RefundId, Path()], body: RefundTold, edit: EditDep
) -> RefundTaken:
    """Take a refund that two persons approved: its money goes out once, to the account they named.

    An account that is not the borrower's own, verified and past its cooling-off is paid nothing:
    the payout is cancelled with its reason, and that is told back like any other end.
    """
    row = await take_refund(body.refund(refund_id), body.sequence, body.after, edit)
    return RefundTaken(payout_id=row.payout_id, status=PayoutStatus(row.status))
