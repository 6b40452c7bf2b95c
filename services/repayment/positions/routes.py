"""Business days over HTTP: how far each is closed, and a nudge to close one."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.dependencies import AskDep, PageDep
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import DateIn, Page
from services.repayment.dependencies import ReaderDep
from services.repayment.positions import examples, queries, views
from services.repayment.positions.domain.errors import DayNotOver
from services.repayment.positions.schemas.read import BusinessDayRead
from services.repayment.positions.use_cases.wake_close import wake_close

EVERYBODYS: Final = "catalogue"  # the same for all who may see it at all

BusinessDate = Annotated[DateIn, Path(description="a day of the lender's zone")]

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/business-days", tags=["business days"]
)


@router.get(
    "",
    response_model=Page[BusinessDayRead],
    **operation(scope="closings:read", paged=True, response_example=examples.DAY_PAGE_EXAMPLE),
)
async def list_business_days(page: PageDep, reader: ReaderDep) -> Page[BusinessDayRead]:
    """List business days, the latest first, and how far each is closed."""
    return views.days(await queries.days(page, reader), page)


@router.get(
    "/{business_date}/closings",
    response_model=BusinessDayRead,
    **operation(scope="closings:read", resource=EVERYBODYS, response_example=examples.DAY_EXAMPLE),
)
async def get_business_day_closing(
    business_date: BusinessDate, reader: ReaderDep
) -> BusinessDayRead:
    """Show how far a business day is closed: shards, loans that crossed a line, begin and end."""
    return views.day(await queries.closing(business_date, reader))


@router.post(
    "/{business_date}/closings",
    status_code=202,
    response_model=BusinessDayRead,
    **operation(
        scope="closings:write",
        resource=EVERYBODYS,
        key=True,
        errors=(DayNotOver,),
        response_example=examples.WOKEN_EXAMPLE,
    ),
)
async def post_business_day_closing(business_date: BusinessDate, ask: AskDep) -> Response:
    """Wake the close of a day that is over, and of those before it; look on with GET.

    The close begins by itself soon after midnight and goes on where it was cut short, so this is
    for whoever does not want to wait. A day that is closed stays as it is.
    """
    return response_of(await wake_close(business_date, ask.rendering(views.woken)))
