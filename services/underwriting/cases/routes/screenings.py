"""What the disbursement service asks before it pays; nobody else reaches it."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path

from services.kit.dependencies import EditDep
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId
from services.underwriting.cases import examples, views
from services.underwriting.cases.domain.errors import CaseNotApproved, GroupLateSince
from services.underwriting.cases.schemas.screening import ScreeningAsked, ScreeningRead
from services.underwriting.cases.use_cases.screen_payout import screen_payout
from services.underwriting.dependencies import FieldKeysDep

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/screenings", tags=["between services"]
)


@router.put(
    "/{payout_id}",
    response_model=ScreeningRead,
    **operation(
        scope=None,
        resource="case",
        exposure="internal",
        body="json",
        errors=(CaseNotApproved, GroupLateSince),
        request_example=examples.SCREENING_ASKED_EXAMPLE,
        response_example=examples.SCREENING_EXAMPLE,
    ),
)
async def put_screening(
    payout_id: Annotated[UUID, TypeId("pay"), Path()],
    body: ScreeningAsked,
    edit: EditDep,
    keys: FieldKeysDep,
) -> ScreeningRead:
    """Look for everybody who stands for an approved loan on the lists as they are now.

    What the decision knew does not count again, only who was listed since, and the very person on
    a list that shuts out. The same question again is answered by the lists of that moment. While a
    member of the loan's group is late, it is refused.
    """
    look = await screen_payout(payout_id, body.application_id, keys, edit)
    return views.screening(look)
