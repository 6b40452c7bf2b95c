"""What the disbursement and repayment services tell us; nobody else reaches it."""

from typing import Final

from fastapi import APIRouter

from services.application.fulfilment import examples, views
from services.application.fulfilment.domain.errors import AnotherContract, AnotherLoan
from services.application.fulfilment.schemas.parts import ApplicationId
from services.application.fulfilment.schemas.read import FulfilmentTaken
from services.application.fulfilment.schemas.told import (
    ContractStatusTold,
    LoanStatusTold,
    PayoutStatusTold,
)
from services.application.fulfilment.use_cases.record_contract_status import record_contract_status
from services.application.fulfilment.use_cases.record_loan_status import record_loan_status
from services.application.fulfilment.use_cases.record_payout_status import record_payout_status
from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/applications", tags=["between services"]
)


@router.put(
    "/{application_id}/contract-status",
    response_model=FulfilmentTaken,
    **operation(
        scope=None,
        resource="application",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, AnotherContract),
        request_example=examples.CONTRACT_TOLD_EXAMPLE,
        response_example=examples.TAKEN_EXAMPLE,
    ),
)
async def put_application_contract_status(
    application_id: ApplicationId, body: ContractStatusTold, edit: EditDep
) -> FulfilmentTaken:
    """Take where the contract stands.

    The same message again is answered and changes nothing, and so does one that was overtaken;
    one that comes too early is refused until those before it have come.
    """
    return views.taken(await record_contract_status(application_id, body.news(), edit))


@router.put(
    "/{application_id}/payout-status",
    response_model=FulfilmentTaken,
    **operation(
        scope=None,
        resource="application",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, AnotherContract),
        request_example=examples.PAYOUT_TOLD_EXAMPLE,
        response_example=examples.TAKEN_EXAMPLE,
    ),
)
async def put_application_payout_status(
    application_id: ApplicationId, body: PayoutStatusTold, edit: EditDep
) -> FulfilmentTaken:
    """Take where a payout stands, on the story of its contract.

    A payout heard of for the first time is the current one from then on.
    """
    return views.taken(await record_payout_status(application_id, body.news(), edit))


@router.put(
    "/{application_id}/loan-status",
    response_model=FulfilmentTaken,
    **operation(
        scope=None,
        resource="application",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, AnotherContract, AnotherLoan),
        request_example=examples.LOAN_TOLD_EXAMPLE,
        response_example=examples.TAKEN_EXAMPLE,
    ),
)
async def put_application_loan_status(
    application_id: ApplicationId, body: LoanStatusTold, edit: EditDep
) -> FulfilmentTaken:
    """Take where the loan stands; it counts while its payout is the current one and not back."""
    return views.taken(await record_loan_status(application_id, body.news(), edit))
