"""What the application service and repayment tell us; nobody else reaches it."""

from typing import Annotated, Final

from fastapi import APIRouter, Path

from services.disbursement.contracts import examples, views
from services.disbursement.contracts.dependencies import OfficeDep
from services.disbursement.contracts.domain.errors import ContractMovedOn, FiguresNotReproduced
from services.disbursement.contracts.schemas.parts import ApplicationId
from services.disbursement.contracts.schemas.read import ContractTaken
from services.disbursement.contracts.schemas.serviced import (
    ContractId,
    LoanServicedTaken,
    LoanServicedTold,
)
from services.disbursement.contracts.schemas.told import AcceptedOfferTold
from services.disbursement.contracts.use_cases.take_accepted_offer import take_accepted_offer
from services.disbursement.contracts.use_cases.take_loan_status import take_loan_status
from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute

TOLD_MAX_BYTES: Final = 256 * 1024

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/contracts", tags=["between services"]
)


@router.put(
    "/{application_id}",
    response_model=ContractTaken,
    **operation(
        scope=None,
        resource="contract",
        exposure="internal",
        body="json",
        body_max_bytes=TOLD_MAX_BYTES,
        errors=(SequenceGap, FiguresNotReproduced, ContractMovedOn),
        request_example=examples.ACCEPTED_OFFER_EXAMPLE,
        response_example=examples.CONTRACT_TAKEN_EXAMPLE,
    ),
)
async def put_contract(
    application_id: Annotated[ApplicationId, Path()],
    body: AcceptedOfferTold,
    edit: EditDep,
    office: OfficeDep,
) -> ContractTaken:
    """Take an offer that was accepted: its contract is drawn, once.

    The same message again is answered like the first time; other terms void a draft that nobody
    has signed and draw another. Refused when the engine does not come to the offer's figures.
    """
    return views.contract_taken(await take_accepted_offer(application_id, body, edit, office))


@router.put(
    "/{contract_id}/loan-status",
    response_model=LoanServicedTaken,
    **operation(
        scope=None,
        resource="contract",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed),
        request_example=examples.LOAN_SERVICED_EXAMPLE,
        response_example=examples.LOAN_SERVICED_TAKEN_EXAMPLE,
    ),
)
async def put_contract_loan_status(
    contract_id: Annotated[ContractId, Path()], body: LoanServicedTold, edit: EditDep
) -> LoanServicedTaken:
    """Take where the loan of a contract stands: it is settled with its loan, and runs on with it.

    The same message again is answered and changes nothing.
    """
    row = await take_loan_status(contract_id, body, edit)
    return LoanServicedTaken(contract_id=row.contract_id, status=row.status)
