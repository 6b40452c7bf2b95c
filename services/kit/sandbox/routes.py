"""The test clock of one service over HTTP: for the gateway alone, in sandbox mode alone.

It is left out of the committed contract, as is whatever a production process does not answer.
"""

from typing import Any, Final

from fastapi import APIRouter

from services.kit.clock import SystemClock
from services.kit.dependencies import SessionsDep
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.sandbox import rows
from services.kit.sandbox.move_clock import move_clock
from services.kit.sandbox.schemas import CLOCK_PATH, ClockSent, ServiceClockRead
from services.kit.sandbox.standing import ClockOnlyMovesForward, Standing

EXAMPLE: Final[dict[str, Any]] = {
    "business_date": "2027-01-29",
    "target_date": "2027-01-31",
    "target_ahead_days": 69,
    "closed_on": "2027-01-28",
    "state": "closing",
}

router: Final = APIRouter(
    route_class=StrictRoute, tags=["between services"], include_in_schema=False
)


@router.get(
    CLOCK_PATH,
    response_model=ServiceClockRead,
    **operation(scope=None, exposure="internal", response_example=EXAMPLE),
)
async def get_service_clock(sessions: SessionsDep) -> ServiceClockRead:
    """Read where this service's test clock stands."""
    async with sessions() as session:
        return _shown(await rows.standing(session))


@router.put(
    CLOCK_PATH,
    response_model=ServiceClockRead,
    **operation(
        scope=None,
        exposure="internal",
        body="json",
        errors=(ClockOnlyMovesForward,),
        request_example={"ahead_days": 69},
        response_example=EXAMPLE,
    ),
)
async def put_service_clock(body: ClockSent, sessions: SessionsDep) -> ServiceClockRead:
    """Send this service's test clock forward; its worker closes each day on the way."""
    return _shown(await move_clock(body.ahead_days, sessions))


def _shown(standing: Standing) -> ServiceClockRead:
    # Of one reading: the process's own clock may have been moved on since.
    today = standing.business_date(SystemClock().today())
    return ServiceClockRead(
        business_date=today,
        target_date=standing.target_on(today),
        target_ahead_days=standing.target_ahead_days,
        closed_on=standing.closed_on,
        state=standing.state(today),
    )
