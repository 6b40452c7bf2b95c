"""Repayments over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.dependencies import AskDep, PageDep, VersionedDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page
from services.repayment.dependencies import ReaderDep
from services.repayment.receipts import examples, queries, views
from services.repayment.receipts.domain.errors import (
    LoanTakesNoMoney,
    MoneyGivenBack,
    PartlyRefunded,
    ReceiptDiffers,
    ReceiptReversed,
)
from services.repayment.receipts.schemas.parts import LoanId, RepaymentId
from services.repayment.receipts.schemas.read import RepaymentRead
from services.repayment.receipts.schemas.written import RepaymentCreate, ReversalCreate
from services.repayment.receipts.use_cases.receive_repayment import receive_repayment
from services.repayment.receipts.use_cases.reverse_repayment import Reversal, reverse_repayment

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/loans/{loan_id}/repayments", tags=["repayments"]
)

LoanPath = Annotated[LoanId, Path(description="the loan's id")]
RepaymentPath = Annotated[RepaymentId, Path(description="the repayment's id")]


@router.post(
    "",
    status_code=201,
    response_model=RepaymentRead,
    **operation(
        scope="repayments:book",
        resource="loan",
        key=True,
        etag=True,
        body="json",
        rate_class="money",
        errors=(OwnWork, LoanTakesNoMoney, ReceiptDiffers, ReceiptReversed, MoneyGivenBack),
        request_example=examples.REPAYMENT_CREATE_EXAMPLE,
        response_example=examples.REPAYMENT_EXAMPLE,
    ),
)
async def post_repayment(loan_id: LoanPath, body: RepaymentCreate, ask: AskDep) -> Response:
    """Book money that came in for a loan, as of its value date.

    It pays fees, penalty, compound, then interest and principal instalment by instalment, the
    oldest first; what nothing due takes waits in suspense. The same channel and reference again
    answers the repayment it made before, or 409 when it says anything else. One that was taken
    back as `wrong_loan` or `wrong_amount` leaves them to what it should have been; told as it was
    it is 409 `receipt_reversed`, whatever it was taken back for. `received` means
    that the books have not reached its value date yet: it is posted when they do. Money of an
    earlier day with which an old prepayment would take what was refunded since is 409
    `money_given_back`: it counts from today.
    """
    wanted = ask.rendering(views.repayment_booked)
    return response_of(await receive_repayment(body.receipt(loan_id), wanted))


@router.get(
    "",
    response_model=Page[RepaymentRead],
    **operation(
        scope="loans:read",
        resource="loan",
        paged=True,
        response_example=examples.REPAYMENTS_EXAMPLE,
    ),
)
async def list_repayments(
    loan_id: LoanPath, page: PageDep, reader: ReaderDep
) -> Page[RepaymentRead]:
    """List what came in for a loan, newest first, and what became of each."""
    return views.repayments(await queries.repayments(loan_id, page, reader), page)


@router.get(
    "/{repayment_id}",
    response_model=RepaymentRead,
    **operation(
        scope="loans:read",
        resource="loan",
        etag=True,
        response_example=examples.REPAYMENT_EXAMPLE,
    ),
)
async def get_repayment(
    loan_id: LoanPath, repayment_id: RepaymentPath, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show one repayment: what it paid, instalment by instalment, and what of it still waits.

    Money that waits is used as days go by: the ETag changes with it, and If-Match takes it for
    the version it begins with.
    """
    found = await queries.repayment(loan_id, repayment_id, reader)
    return versioned(views.repayment(found), found.row.version, views.look(found))


@router.post(
    "/{repayment_id}/reversals",
    status_code=201,
    response_model=RepaymentRead,
    **operation(
        scope="repayments:reverse",
        resource="loan",
        key=True,
        if_match=True,
        body="json",
        rate_class="money",
        errors=(OwnWork, TransitionNotAllowed, PartlyRefunded),
        request_example=examples.REVERSAL_CREATE_EXAMPLE,
        response_example=examples.REVERSED_EXAMPLE,
    ),
)
async def post_reversal(
    loan_id: LoanPath, repayment_id: RepaymentPath, body: ReversalCreate, ask: AskDep
) -> Response:
    """Take a repayment back, by somebody else than who booked it, once.

    The loan stands as if the money had never come, with the penalties that brings. A loan it had
    settled is active again.
    """
    wanted = Reversal(loan_id, repayment_id, body.reason)
    return response_of(await reverse_repayment(wanted, ask.rendering(views.repayment_booked)))
