"""Quotes over HTTP: open to everybody, nothing kept."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.kit.dependencies import ClockDep, LanguageDep
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.repayment.quotes import examples
from services.repayment.quotes.domain.quote import quote_of
from services.repayment.quotes.schemas.read import QuoteRead
from services.repayment.quotes.schemas.written import QuoteCreate
from services.repayment.quotes.views import quote_shown

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/quotes", tags=["quotes"])


@router.post(
    "",
    response_model=QuoteRead,
    **operation(
        scope=None,
        body="json",
        request_example=examples.QUOTE_CREATE_EXAMPLE,
        response_example=examples.QUOTE_EXAMPLE,
    ),
)
async def post_quote(body: QuoteCreate, clock: ClockDep, language: LanguageDep) -> Response:
    """Quote a loan: its schedule, its total and what it costs a year.

    Stateless and open to everybody; it takes no Idempotency-Key, for nothing is kept. The answer
    names every convention that was applied, in English or Chinese by Accept-Language, and the
    cash flows the annual cost was solved from. Members that are not listed are refused.
    """
    quote = quote_of(body.loan_terms(today=clock.today()))
    return Response(
        content=quote_shown(quote, language).model_dump_json(),
        media_type="application/json",
        headers={"Content-Language": language, "Vary": "Accept-Language"},
    )
