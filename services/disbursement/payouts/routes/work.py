"""The work on a payout, each step a thing that is created below it."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.disbursement.dependencies import CheckAboveDep, FieldKeysDep
from services.disbursement.payouts import examples, views
from services.disbursement.payouts.domain.errors import (
    ApprovalNotNeeded,
    EarlierPayoutArrived,
    MakerFirst,
    NotForAPerson,
    NothingToPay,
    NoUsableAccount,
    PayoutLive,
)
from services.disbursement.payouts.routes.parameters import ContractId, PayoutId
from services.disbursement.payouts.schemas.read import PayoutRead
from services.disbursement.payouts.schemas.written import CancellationCreate, ResolutionCreate
from services.disbursement.payouts.use_cases.approve_payout import approve_payout
from services.disbursement.payouts.use_cases.cancel_payout import cancel_payout
from services.disbursement.payouts.use_cases.prepare_payout import prepare_payout
from services.disbursement.payouts.use_cases.resolve_payout import Resolving, resolve_payout
from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(route_class=StrictRoute, tags=["payouts"])


@router.post(
    "/v1/payouts/{payout_id}/approvals",
    status_code=201,
    response_model=PayoutRead,
    **operation(
        scope="payouts:approve",
        resource="payout",
        key=True,
        if_match=True,
        rate_class="money",
        errors=(
            *(OwnWork, TransitionNotAllowed, ApprovalNotNeeded, MakerFirst),
            NoUsableAccount,
        ),
        response_example=examples.PAYOUT_EXAMPLE,
    ),
)
async def post_payout_approval(
    payout_id: PayoutId, above_minor: CheckAboveDep, ask: AskDep
) -> Response:
    """Approve a payout: first a finance maker, then another person as finance checker.

    Nobody who decided on the loan, and not its borrower. What is approved is the account as it is
    now: should another take its place, both approve anew. Payouts up to the limit need nobody.
    """
    wanted = ask.rendering(views.payout_moved)
    return response_of(await approve_payout(payout_id, above_minor, wanted))


@router.post(
    "/v1/payouts/{payout_id}/cancellations",
    status_code=201,
    response_model=PayoutRead,
    **operation(
        scope="payouts:cancel",
        resource="payout",
        key=True,
        if_match=True,
        body="json",
        rate_class="money",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=examples.CANCELLATION_CREATE_EXAMPLE,
        response_example=examples.PAYOUT_EXAMPLE,
    ),
)
async def post_payout_cancellation(
    payout_id: PayoutId, body: CancellationCreate, ask: AskDep
) -> Response:
    """Cancel a payout that was not handed in; afterwards only the bank's word ends it.

    One that is `submitted`, while no order of it ever left because the rail takes none, is stopped
    the same way: it is `failed`, with the reason that is given.
    """
    wanted = ask.rendering(views.payout_moved)
    return response_of(await cancel_payout(payout_id, body.reason_code, wanted))


@router.post(
    "/v1/payouts/{payout_id}/resolutions",
    status_code=201,
    response_model=PayoutRead,
    **operation(
        scope="payouts:resolve",
        resource="payout",
        key=True,
        if_match=True,
        body="json",
        rate_class="money",
        errors=(OwnWork, NotForAPerson),
        request_example=examples.RESOLUTION_CREATE_EXAMPLE,
        response_example=examples.PAYOUT_EXAMPLE,
    ),
)
async def post_payout_resolution(
    payout_id: PayoutId, body: ResolutionCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Say how a payout ended whose provider no longer knows its key; another person confirms.

    The first call proposes. The same finding by somebody else ends the payout; another finding
    takes the place of what was proposed, and waits for another person itself. `If-Match` says which
    proposal is answered. Nothing is handed in again.
    """
    wanted = ask.rendering(views.payout_moved)
    resolving = Resolving(body.finding(), body.reason, keys)
    return response_of(await resolve_payout(payout_id, resolving, wanted))


@router.post(
    "/v1/contracts/{contract_id}/payouts",
    status_code=201,
    response_model=PayoutRead,
    **operation(
        scope="payouts:prepare",
        resource="contract",
        key=True,
        rate_class="money",
        errors=(OwnWork, NothingToPay, PayoutLive, EarlierPayoutArrived, NoUsableAccount),
        response_example=examples.PAYOUT_EXAMPLE,
    ),
)
async def post_contract_payout(contract_id: ContractId, ask: AskDep) -> Response:
    """Prepare another payout of a contract, after one that failed, was cancelled or came back.

    The first one is prepared when the contract is signed. It goes to the account the contract has
    now, under a key of its own. Nothing is prepared while a payout that failed is said to have
    arrived after all.
    """
    wanted = ask.rendering(views.payout_moved)
    return response_of(await prepare_payout(contract_id, wanted))
