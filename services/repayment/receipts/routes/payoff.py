"""Payoff quotes and prepayments over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.dependencies import AskDep, PageDep
from services.kit.errors import OwnWork
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page
from services.repayment.dependencies import ReaderDep
from services.repayment.receipts import early_examples, queries, quote_views, views
from services.repayment.receipts.domain.errors import (
    LoanTakesNoMoney,
    MoneyGivenBack,
    NothingOwed,
    QuoteExpired,
    QuoteOutdated,
    ReceiptDiffers,
    ReceiptReversed,
)
from services.repayment.receipts.schemas.parts import LoanId, QuoteId
from services.repayment.receipts.schemas.read import PayoffQuoteRead, RepaymentRead
from services.repayment.receipts.schemas.written import PayoffQuoteCreate, PrepaymentCreate
from services.repayment.receipts.use_cases.draw_payoff_quote import draw_payoff_quote
from services.repayment.receipts.use_cases.prepay_loan import prepay_loan

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/loans/{loan_id}", tags=["repayments"]
)

LoanPath = Annotated[LoanId, Path(description="the loan's id")]
QuotePath = Annotated[QuoteId, Path(description="the quote's id")]


@router.post(
    "/payoff-quotes",
    status_code=201,
    response_model=PayoffQuoteRead,
    **operation(
        scope="payoffs:quote",
        resource="loan",
        key=True,
        body="json",
        errors=(LoanTakesNoMoney, NothingOwed),
        request_example=early_examples.QUOTE_CREATE_EXAMPLE,
        response_example=early_examples.QUOTE_EXAMPLE,
    ),
)
async def post_payoff_quote(loan_id: LoanPath, body: PayoffQuoteCreate, ask: AskDep) -> Response:
    """Ask what settles the loan on a day and on each of the six days after it, part by part.

    Interest is for the days used (民法典 art. 677); fees that are not due by then are not charged.
    Paid as quoted on one of its days, by a prepayment that names it, the loan ends at exactly
    nothing; once anything happened to the loan since, the quote is refused.
    """
    wanted = ask.rendering(quote_views.quote_drawn)
    return response_of(await draw_payoff_quote(loan_id, body.on, wanted))


@router.get(
    "/payoff-quotes",
    response_model=Page[PayoffQuoteRead],
    **operation(
        scope="loans:read",
        resource="loan",
        paged=True,
        response_example=early_examples.QUOTES_EXAMPLE,
    ),
)
async def list_payoff_quotes(
    loan_id: LoanPath, page: PageDep, reader: ReaderDep
) -> Page[PayoffQuoteRead]:
    """List the quotes of a loan, newest first, and whether each can still be paid."""
    return quote_views.quotes(await queries.quotes(loan_id, page, reader), page)


@router.get(
    "/payoff-quotes/{quote_id}",
    response_model=PayoffQuoteRead,
    **operation(scope="loans:read", resource="loan", response_example=early_examples.QUOTE_EXAMPLE),
)
async def get_payoff_quote(
    loan_id: LoanPath, quote_id: QuotePath, reader: ReaderDep
) -> PayoffQuoteRead:
    """Show one quote, and whether it can still be paid."""
    return quote_views.quote(await queries.quote(loan_id, quote_id, reader))


@router.post(
    "/prepayments",
    status_code=201,
    response_model=RepaymentRead,
    **operation(
        scope="repayments:book",
        resource="loan",
        key=True,
        etag=True,
        body="json",
        rate_class="money",
        errors=(
            OwnWork,
            LoanTakesNoMoney,
            ReceiptDiffers,
            ReceiptReversed,
            QuoteOutdated,
            QuoteExpired,
            MoneyGivenBack,
        ),
        request_example=early_examples.PREPAYMENT_CREATE_EXAMPLE,
        response_example=early_examples.PREPAYMENT_EXAMPLE,
    ),
)
async def post_prepayment(loan_id: LoanPath, body: PrepaymentCreate, ask: AskDep) -> Response:
    """Book money that pays before its time: what is due, the interest of the days used, principal.

    What is left falls due in smaller instalments (`reduce_instalment`), or in fewer
    (`reduce_term`). Money that waits for the next due date waits on, unless both together pay
    everything owed. It takes nothing that was refunded: of an earlier day than the refund it would,
    and is 409 `money_given_back`. It is a repayment from then on, and is shown and reversed as one.
    """
    wanted = ask.rendering(views.repayment_booked)
    return response_of(await prepay_loan(body.receipt(loan_id), wanted))
