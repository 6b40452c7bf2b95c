"""What secures the loan of a case, and saying what it is worth."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.underwriting.cases import securities_examples as examples
from services.underwriting.cases import securities_queries as queries
from services.underwriting.cases import securities_views as views
from services.underwriting.cases.domain.errors import ClaimNeeded
from services.underwriting.cases.routes.parameters import CaseId
from services.underwriting.cases.schemas.securities import (
    CollateralList,
    CollateralValuationCreate,
    CollateralValuationList,
    CollateralValuationRead,
)
from services.underwriting.cases.use_cases.value_collateral import value_collateral
from services.underwriting.dependencies import FieldKeysDep, ReaderDep

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/cases/{case_id}", tags=["cases"])


@router.get(
    "/collaterals",
    response_model=CollateralList,
    **operation(
        scope="cases:read", resource="case", response_example=examples.COLLATERAL_LIST_EXAMPLE
    ),
)
async def list_case_collaterals(
    case_id: CaseId, reader: ReaderDep, keys: FieldKeysDep
) -> CollateralList:
    """Show what is to secure the loan, what it was found to be worth, and what is not valued yet.

    As the newest submission tells it. A valuation counts for 180 days from the day it is of.
    """
    found = await queries.collaterals(case_id, reader, keys)
    return views.collaterals(found, is_shown=views.sees_things(reader.caller))


@router.get(
    "/collateral-valuations",
    response_model=CollateralValuationList,
    **operation(
        scope="cases:read", resource="case", response_example=examples.VALUATION_LIST_EXAMPLE
    ),
)
async def list_case_collateral_valuations(
    case_id: CaseId, reader: ReaderDep
) -> CollateralValuationList:
    """List the valuations of a case, those a later one superseded too, the newest first."""
    return views.valuations(await queries.case_valuations(case_id, reader))


@router.post(
    "/collateral-valuations",
    status_code=201,
    response_model=CollateralValuationRead,
    **operation(
        scope="cases:work",
        resource="case",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, ClaimNeeded),
        request_example=examples.VALUATION_CREATE_EXAMPLE,
        response_example=examples.VALUATION_EXAMPLE,
    ),
)
async def post_case_collateral_valuation(
    case_id: CaseId, body: CollateralValuationCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Say what a thing that is to secure the loan is worth; it supersedes what was said before.

    The case is decided anew on it at once and stays on your desk: what you recommend next is bound
    by a share of this value, what others are owed on the thing taken off. Not by somebody who had a
    hand in the intake; and who valued does not approve.
    """
    wanted = ask.rendering(views.valued)
    return response_of(await value_collateral(case_id, body.said(), keys, wanted))
