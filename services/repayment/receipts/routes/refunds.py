"""Refunds over HTTP."""

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
    NotTheProposer,
    NotWaiting,
)
from services.repayment.receipts.domain.proposals import Named, ProposalKind
from services.repayment.receipts.schemas.parts import LoanId, RefundId
from services.repayment.receipts.schemas.proposed import (
    RefundCreate,
    RefundRead,
    RefusalCreate,
)
from services.repayment.receipts.use_cases.approve_proposal import approve_proposal
from services.repayment.receipts.use_cases.propose_refund import propose_refund
from services.repayment.receipts.use_cases.refuse_proposal import refuse_proposal
from services.repayment.receipts.use_cases.withdraw_proposal import withdraw_proposal

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/loans/{loan_id}", tags=["repayments"]
)

LoanPath = Annotated[LoanId, Path(description="the loan's id")]
RefundPath = Annotated[RefundId, Path(description="the refund's id")]


@router.post(
    "/refunds",
    status_code=201,
    response_model=RefundRead,
    **operation(
        scope="refunds:propose",
        resource="loan",
        key=True,
        etag=True,
        body="json",
        rate_class="money",
        errors=(OwnWork, LoanTakesNoMoney, NotWaiting),
        request_example=proposal_examples.REFUND_CREATE_EXAMPLE,
        response_example=proposal_examples.REFUND_EXAMPLE,
    ),
)
async def post_refund(loan_id: LoanPath, body: RefundCreate, ask: AskDep) -> Response:
    """Give back what waits of a receipt in suspense, the oldest money first.

    To where it came from it is booked at once: the channel sends it back on the transfer it came
    by. To another account of the borrower's it is only proposed: somebody else has to approve it,
    and a payout brings it there.
    """
    wanted = ask.rendering(proposal_views.refund_decided)
    return response_of(await propose_refund(body.proposal(loan_id), wanted))


@router.get(
    "/refunds",
    response_model=Page[RefundRead],
    **operation(
        scope="loans:read",
        resource="loan",
        paged=True,
        response_example=proposal_examples.REFUNDS_EXAMPLE,
    ),
)
async def list_refunds(loan_id: LoanPath, page: PageDep, reader: ReaderDep) -> Page[RefundRead]:
    """List the refunds of a loan, newest first, those that are only proposed too."""
    found = await queries.proposals(loan_id, ProposalKind.REFUND, page, reader)
    return proposal_views.refunds(found, page)


@router.get(
    "/refunds/{refund_id}",
    response_model=RefundRead,
    **operation(
        scope="loans:read",
        resource="loan",
        etag=True,
        response_example=proposal_examples.REFUND_EXAMPLE,
    ),
)
async def get_refund(
    loan_id: LoanPath, refund_id: RefundPath, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show one refund."""
    found = await queries.proposal(_named(loan_id, refund_id), reader)
    return versioned(proposal_views.refund(found), found.version)


@router.post(
    "/refunds/{refund_id}/approvals",
    status_code=201,
    response_model=RefundRead,
    **operation(
        scope="refunds:approve",
        resource="loan",
        key=True,
        if_match=True,
        rate_class="money",
        errors=(OwnWork, TransitionNotAllowed, LoanTakesNoMoney, NotWaiting),
        response_example=proposal_examples.REFUND_PAYING_EXAMPLE,
    ),
)
async def post_refund_approval(loan_id: LoanPath, refund_id: RefundPath, ask: AskDep) -> Response:
    """Let a refund go to another account, by somebody else than who proposed it.

    It leaves suspense and is `paying` until the payout of it has ended: `paid` when it arrived,
    `returned` when it did not and the money waits again, `return_reason` says why.
    """
    wanted = ask.rendering(proposal_views.refund_decided)
    return response_of(await approve_proposal(_named(loan_id, refund_id), wanted))


@router.post(
    "/refunds/{refund_id}/refusals",
    status_code=201,
    response_model=RefundRead,
    **operation(
        scope="refunds:approve",
        resource="loan",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=proposal_examples.REFUND_REFUSAL_EXAMPLE,
        response_example=proposal_examples.REFUND_REFUSED_EXAMPLE,
    ),
)
async def post_refund_refusal(
    loan_id: LoanPath, refund_id: RefundPath, body: RefusalCreate, ask: AskDep
) -> Response:
    """Refuse a refund that is proposed, by somebody else than who proposed it, and say why."""
    wanted = ask.rendering(proposal_views.refund_decided)
    return response_of(await refuse_proposal(_named(loan_id, refund_id), body.reason, wanted))


@router.post(
    "/refunds/{refund_id}/withdrawals",
    status_code=201,
    response_model=RefundRead,
    **operation(
        scope="refunds:propose",
        resource="loan",
        key=True,
        if_match=True,
        errors=(NotTheProposer, TransitionNotAllowed),
        response_example=proposal_examples.REFUND_WITHDRAWN_EXAMPLE,
    ),
)
async def post_refund_withdrawal(loan_id: LoanPath, refund_id: RefundPath, ask: AskDep) -> Response:
    """Withdraw a refund one has proposed, before anybody has decided on it."""
    wanted = ask.rendering(proposal_views.refund_decided)
    return response_of(await withdraw_proposal(_named(loan_id, refund_id), wanted))


def _named(loan_id: UUID, refund_id: UUID) -> Named:
    return Named(loan_id, refund_id, ProposalKind.REFUND)
