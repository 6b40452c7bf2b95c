"""Signing a contract, and leaving it."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.disbursement.contracts import examples, views
from services.disbursement.contracts.dependencies import SigningRoomDep
from services.disbursement.contracts.domain.errors import (
    AlreadySigned,
    DisclosureUnconfirmed,
    DocumentChanged,
    NotYourSignature,
    PaymentUnderWay,
    SignedMeanwhile,
    SigningTimeOver,
)
from services.disbursement.contracts.routes.parameters import ContractPath
from services.disbursement.contracts.schemas.read import ContractRead
from services.disbursement.contracts.schemas.written import SignatureCreate, VoidCreate
from services.disbursement.contracts.use_cases.sign_contract import sign_contract
from services.disbursement.contracts.use_cases.void_contract import void_contract
from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.object_store import ObjectStoreUnavailable
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/contracts/{contract_id}", tags=["contracts"]
)


@router.post(
    "/signatures",
    status_code=201,
    response_model=ContractRead,
    **operation(
        scope="contracts:sign",
        resource="contract",
        key=True,
        if_match=True,
        body="json",
        rate_class="money",
        errors=(
            TransitionNotAllowed,
            NotYourSignature,
            AlreadySigned,
            DisclosureUnconfirmed,
            SigningTimeOver,
            DocumentChanged,
            SignedMeanwhile,
            ObjectStoreUnavailable,
        ),
        request_example=examples.SIGNATURE_CREATE_EXAMPLE,
        response_example=examples.CONTRACT_EXAMPLE,
    ),
)
async def post_contract_signature(
    contract_id: ContractPath, body: SignatureCreate, room: SigningRoomDep, ask: AskDep
) -> Response:
    """Sign a contract with your own login; a partner signs for its borrower, with evidence.

    With the last signature the lender sets its seal and the contract is signed. Each signature is
    in the file itself and can be checked with any reader of signed PDFs. After the lender's last
    day to sign, counted from `planned_on`, nobody signs: the contract is left.
    """
    wanted = ask.rendering(views.contract_moved)
    return response_of(await sign_contract(contract_id, body.consent(), room, wanted))


@router.post(
    "/voids",
    status_code=201,
    response_model=ContractRead,
    **operation(
        scope="contracts:void",
        resource="contract",
        key=True,
        if_match=True,
        body="json",
        errors=(TransitionNotAllowed, OwnWork, PaymentUnderWay),
        request_example=examples.VOID_CREATE_EXAMPLE,
        response_example=examples.CONTRACT_EXAMPLE,
    ),
)
async def post_contract_void(contract_id: ContractPath, body: VoidCreate, ask: AskDep) -> Response:
    """Leave a contract, without cost, until the money is on its way.

    After a payout that came back a contract that nobody pays any more is given up the same way.
    """
    wanted = ask.rendering(views.contract_moved)
    return response_of(await void_contract(contract_id, body.reason, wanted))
