"""Statements of account over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from services.kit import csv_text
from services.kit.errors import InvalidQueryParameter
from services.kit.operations import JSON, operation
from services.kit.routing import StrictRoute
from services.repayment.dependencies import ReaderDep
from services.repayment.loans import examples, queries, statement_views
from services.repayment.loans.domain.errors import StatementTooLong
from services.repayment.loans.queries import Period
from services.repayment.loans.routes.parameters import period, statement_media_type
from services.repayment.loans.schemas.parts import LoanId
from services.repayment.loans.schemas.statement import StatementRead

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/loans", tags=["loans"])


@router.get(
    "/{loan_id}/statement",
    response_model=StatementRead,
    **operation(
        scope="loans:read",
        resource="loan",
        rate_class="search",
        produces=(JSON, csv_text.MEDIA_TYPE),
        errors=(InvalidQueryParameter, StatementTooLong),
        response_example=examples.STATEMENT_EXAMPLE,
    ),
)
async def get_loan_statement(
    loan_id: LoanId,
    within: Annotated[Period, Depends(period)],
    media_type: Annotated[str, Depends(statement_media_type)],
    reader: ReaderDep,
) -> Response:
    """Show an account: the balance before, each movement part by part, the balance after.

    Of at most 366 days; the last 31 when none are said. As a table for a spreadsheet with
    `format=csv` or `Accept: text/csv`: there amounts are in major units.
    """
    return statement_views.response(await queries.statement(loan_id, within, reader), media_type)
