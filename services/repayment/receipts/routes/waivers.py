"""Waivers over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.dependencies import AskDep, PageDep, VersionedDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page
from services.repayment.dependencies import ReaderDep
from services.repayment.receipts import proposal_examples, proposal_views, queries
from services.repayment.receipts.domain.errors import (
    LoanTakesNoMoney,
    MoreThanDue,
    NotTheProposer,
)
from services.repayment.receipts.domain.proposals import Named, ProposalKind
from services.repayment.receipts.schemas.parts import LoanId, WaiverId
from services.repayment.receipts.schemas.proposed import (
    RefusalCreate,
    WaiverCreate,
    WaiverRead,
)
from services.repayment.receipts.use_cases.approve_proposal import approve_proposal
from services.repayment.receipts.use_cases.propose_waiver import propose_waiver
from services.repayment.receipts.use_cases.refuse_proposal import refuse_proposal
from services.repayment.receipts.use_cases.withdraw_proposal import withdraw_proposal

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/loans/{loan_id}", tags=["repayments"]
)

LoanPath = Annotated[LoanId, Path(description="the loan's id")]
WaiverPath = Annotated[WaiverId, Path(description="the waiver's id")]


@router.post(
    "/waivers",
    status_code=201,
    response_model=WaiverRead,
    **operation(
        scope="waivers:propose",
        resource="loan",
        key=True,
        etag=True,
        body="json",
        rate_class="money",
        errors=(OwnWork, LoanTakesNoMoney, MoreThanDue),
        request_example=proposal_examples.WAIVER_CREATE_EXAMPLE,
        response_example=proposal_examples.WAIVER_PROPOSED_EXAMPLE,
    ),
)
async def post_waiver(loan_id: LoanPath, body: WaiverCreate, ask: AskDep) -> Response:
    """Propose that fees, penalty, compound or interest which are due be forgiven.

    Nothing is forgiven before somebody else approves it, and nothing that is paid by then.
    """
    wanted = ask.rendering(proposal_views.waiver_decided)
    return response_of(await propose_waiver(body.proposal(loan_id), wanted))


@router.get(
    "/waivers",
    response_model=Page[WaiverRead],
    **operation(
        scope="loans:read",
        resource="loan",
        paged=True,
        response_example=proposal_examples.WAIVERS_EXAMPLE,
    ),
)
async def list_waivers(loan_id: LoanPath, page: PageDep, reader: ReaderDep) -> Page[WaiverRead]:
    """List the waivers of a loan, newest first, those that are only proposed too."""
    found = await queries.proposals(loan_id, ProposalKind.WAIVER, page, reader)
    return proposal_views.waivers(found, page)


@router.get(
    "/waivers/{waiver_id}",
    response_model=WaiverRead,
    **operation(
        scope="loans:read",
        resource="loan",
        etag=True,
        response_example=proposal_examples.WAIVER_EXAMPLE,
    ),
)
async def get_waiver(
    loan_id: LoanPath, waiver_id: WaiverPath, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show one waiver."""
    found = await queries.proposal(_named(loan_id, waiver_id), reader)
    return versioned(proposal_views.waiver(found), found.version)


@router.post(
    "/waivers/{waiver_id}/approvals",
    status_code=201,
    response_model=WaiverRead,
    **operation(
        scope="waivers:approve",
        resource="loan",
        key=True,
        if_match=True,
        rate_class="money",
        errors=(OwnWork, TransitionNotAllowed, LoanTakesNoMoney, MoreThanDue),
        response_example=proposal_examples.WAIVER_EXAMPLE,
    ),
)
async def post_waiver_approval(loan_id: LoanPath, waiver_id: WaiverPath, ask: AskDep) -> Response:
    """Forgive what was proposed, by somebody else than who proposed it."""
    wanted = ask.rendering(proposal_views.waiver_decided)
    return response_of(await approve_proposal(_named(loan_id, waiver_id), wanted))


@router.post(
    "/waivers/{waiver_id}/refusals",
    status_code=201,
    response_model=WaiverRead,
    **operation(
        scope="waivers:approve",
        resource="loan",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=proposal_examples.WAIVER_REFUSAL_EXAMPLE,
        response_example=proposal_examples.WAIVER_REFUSED_EXAMPLE,
    ),
)
async def post_waiver_refusal(
    loan_id: LoanPath, waiver_id: WaiverPath, body: RefusalCreate, ask: AskDep
) -> Response:
    """Refuse a waiver that is proposed, by somebody else than who proposed it, and say why."""
    wanted = ask.rendering(proposal_views.waiver_decided)
    return response_of(await refuse_proposal(_named(loan_id, waiver_id), body.reason, wanted))


@router.post(
    "/waivers/{waiver_id}/withdrawals",
    status_code=201,
    response_model=WaiverRead,
    **operation(
        scope="waivers:propose",
        resource="loan",
        key=True,
        if_match=True,
        errors=(NotTheProposer, TransitionNotAllowed),
        response_example=proposal_examples.WAIVER_WITHDRAWN_EXAMPLE,
    ),
)
async def post_waiver_withdrawal(loan_id: LoanPath, waiver_id: WaiverPath, ask: AskDep) -> Response:
    """Withdraw a waiver one has proposed, before anybody has decided on it."""
    wanted = ask.rendering(proposal_views.waiver_decided)
    return response_of(await withdraw_proposal(_named(loan_id, waiver_id), wanted))


def _named(loan_id: UUID, waiver_id: UUID) -> Named:
    return Named(loan_id, waiver_id, ProposalKind.WAIVER)
