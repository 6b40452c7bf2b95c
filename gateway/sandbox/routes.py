"""The operations on the test clock, in the form every service gives its own."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.sandbox.clock import DeploymentClock
from gateway.sandbox.schemas import ClockMove, SandboxClockRead
from services.kit.caller import Caller
from services.kit.errors import BadGateway
from services.kit.http import NeighbourRefused, NeighbourUnavailable
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.sandbox.standing import ClockOnlyMovesForward

PATH: Final = "/v1/sandbox/clock"
SCOPE: Final = "sandbox:clock"
_NEIGHBOURS: Final = (NeighbourUnavailable, NeighbourRefused, BadGateway)

EXAMPLE: Final[dict[str, Any]] = {
    "business_date": "2027-01-29",
    "target_date": "2027-01-31",
    "state": "closing",
    "services": [
        {
            "service": "application",
            "business_date": "2027-01-31",
            "closed_on": "2027-01-30",
            "state": "done",
        },
        {
            "service": "repayment",
            "business_date": "2027-01-29",
            "closed_on": "2027-01-28",
            "state": "closing",
        },
    ],
}

router: Final = APIRouter(route_class=StrictRoute, tags=["sandbox"])


@router.get(
    PATH,
    response_model=SandboxClockRead,
    **operation(scope=SCOPE, sandbox=True, errors=_NEIGHBOURS, response_example=EXAMPLE),
)
async def get_sandbox_clock(request: Request) -> SandboxClockRead:
    """Read where the test clock stands and how far each service is with closing the days."""
    return await _clock(request).read(_caller(request).subject)


@router.post(
    PATH,
    status_code=202,
    response_model=SandboxClockRead,
    **operation(
        scope=SCOPE,
        sandbox=True,
        body="json",
        errors=(ClockOnlyMovesForward, *_NEIGHBOURS),
        request_example={"business_date": "2027-01-31"},
        response_example=EXAMPLE,
    ),
)
async def post_sandbox_clock(
    body: ClockMove, request: Request, response: Response
) -> SandboxClockRead:
    """Move the business date of the whole deployment forward.

    The services close each business day on the way, one after the other; read the clock until its
    state is `done`. Takes no Idempotency-Key: nothing is kept here, and a named day may be sent
    again.
    """
    response.headers["Location"] = PATH
    return await _clock(request).move(body, _caller(request).subject)


def _clock(request: Request) -> DeploymentClock:
    clock: DeploymentClock = request.app.state.deployment_clock
    return clock


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller
