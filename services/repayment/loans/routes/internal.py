"""What the disbursement service tells us; nobody else reaches it."""

from typing import Final

from fastapi import APIRouter

from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.repayment.loans import examples, views
from services.repayment.loans.domain.errors import (
    ContractDiffers,
    EngineVersionUnknown,
    FundingInUse,
    FundingNotPrincipal,
    FundingTakenBack,
    ReversalDiffers,
    ScheduleNotReproduced,
)
from services.repayment.loans.incoming import funding_of, reversal_of
from services.repayment.loans.schemas.parts import ContractId, PayoutId
from services.repayment.loans.schemas.read import LoanTaken
from services.repayment.loans.schemas.told import FundingReversalTold, FundingTold
from services.repayment.loans.use_cases.open_loan import open_loan
from services.repayment.loans.use_cases.reverse_funding import reverse_funding

FUNDING_MAX_BYTES: Final = 512 * 1024  # two schedules of 480 rows

router: Final = APIRouter(route_class=StrictRoute, prefix="/internal/v1", tags=["between services"])


@router.put(
    "/loans/{contract_id}",
    response_model=LoanTaken,
    **operation(
        scope=None,
        resource="loan",
        exposure="internal",
        body="json",
        body_max_bytes=FUNDING_MAX_BYTES,
        errors=(
            *(SequenceGap, TransitionNotAllowed, ScheduleNotReproduced, EngineVersionUnknown),
            *(FundingNotPrincipal, ContractDiffers, FundingTakenBack),
        ),
        request_example=examples.FUNDING_TOLD_EXAMPLE,
        response_example=examples.LOAN_TAKEN_EXAMPLE,
    ),
)
async def put_loan(contract_id: ContractId, body: FundingTold, edit: EditDep) -> LoanTaken:
    """Take that a contract's money arrived: its loan begins on the value date.

    The loan is opened only when our engine draws every figure of both schedules again; the first
    one it does not is pointed at. The same message again is answered and changes nothing.
    """
    return views.loan_taken(await open_loan(funding_of(contract_id, body), edit))


@router.put(
    "/funding-reversals/{payout_id}",
    response_model=LoanTaken,
    **operation(
        scope=None,
        resource="loan",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, FundingInUse, ReversalDiffers),
        request_example=examples.REVERSAL_TOLD_EXAMPLE,
        response_example=examples.LOAN_WAITS_EXAMPLE,
    ),
)
async def put_funding_reversal(
    payout_id: PayoutId, body: FundingReversalTold, edit: EditDep
) -> LoanTaken:
    """Take that the bank returned a payout after it had arrived: the loan waits for another one.

    It is told in the same order as the funding, so it is refused until that one has come. A loan
    on which money was received since is left alone, for a person to look at.
    """
    return views.loan_taken(await reverse_funding(reversal_of(payout_id, body), edit))
