"""Moving the test clock of the whole deployment: every service is asked, every one is sent.

Nothing is kept here. Services count days ahead of the machine's clock and only go forward, so
whatever is cut short or crosses another move ends, once repeated, with all on the later day.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError

from gateway.sandbox.schemas import (
    ADVANCE_DAYS_MAX,
    ClockMove,
    SandboxClockRead,
    ServiceProgressRead,
)
from services.kit.clock import AHEAD_DAYS_MAX, Clock
from services.kit.errors import BadGateway, FieldError, Invalid, Title
from services.kit.http import Call, NeighbourRefused, ServiceClient
from services.kit.sandbox.schemas import CLOCK_PATH, ServiceClockRead
from services.kit.sandbox.standing import ClockOnlyMovesForward, ClosingState

_TOO_FAR: Final = FieldError(
    "/business_date",
    "too_far",
    Title(
        f"must be at most {ADVANCE_DAYS_MAX} days after the day it is on its way to",
        f"不得晚于时钟目标日之后 {ADVANCE_DAYS_MAX} 天",
    ),
)

Clocks = Mapping[str, ServiceClockRead]


@dataclass(frozen=True, slots=True)
class DeploymentClock:
    """The clocks of all services as one; `clock` is the machine's."""

    clients: Mapping[str, ServiceClient]
    clock: Clock

    async def read(self, subject: str) -> SandboxClockRead:
        """Where it stands. Raises NeighbourUnavailable or BadGateway."""
        return _as_one(await self._clocks(subject), self.clock.today())

    async def move(self, wanted: ClockMove, subject: str) -> SandboxClockRead:
        """Send every service there, and say how far they are.

        Raises ClockOnlyMovesForward, Invalid, NeighbourUnavailable or BadGateway.
        """
        machine_date = self.clock.today()
        ahead_days = _target(wanted, machine_date, await self._clocks(subject))

        async def send(client: ServiceClient) -> ServiceClockRead:
            return await _answer(client, _put(ahead_days, subject))

        return _as_one(await self._everybody(send), machine_date)

    async def _clocks(self, subject: str) -> Clocks:
        async def ask(client: ServiceClient) -> ServiceClockRead:
            return await _answer(client, _get(subject))

        return await self._everybody(ask)

    async def _everybody(
        self, ask: Callable[[ServiceClient], Awaitable[ServiceClockRead]]
    ) -> Clocks:
        said = await asyncio.gather(*(ask(client) for client in self.clients.values()))
        return dict(zip(self.clients, said, strict=True))


def _target(wanted: ClockMove, machine_date: date, clocks: Clocks) -> int:
    """How many days before the machine's clock all shall stand."""
    now_ahead_days = max(each.target_ahead_days for each in clocks.values())
    if wanted.business_date is None:
        ahead_days = now_ahead_days + (wanted.advance_days or 0)
    else:
        ahead_days = (wanted.business_date - machine_date).days
    if ahead_days < now_ahead_days:
        raise ClockOnlyMovesForward
    if ahead_days - now_ahead_days > ADVANCE_DAYS_MAX or ahead_days > AHEAD_DAYS_MAX:
        raise Invalid(errors=[_TOO_FAR])
    return ahead_days


def _get(subject: str) -> Call:
    return Call("GET", CLOCK_PATH, CLOCK_PATH, subject)


def _put(ahead_days: int, subject: str) -> Call:
    body: dict[str, Any] = {"ahead_days": ahead_days}
    return Call("PUT", CLOCK_PATH, CLOCK_PATH, subject, body=body)


async def _answer(client: ServiceClient, call: Call) -> ServiceClockRead:
    try:
        answer = await client.send(call)
        return ServiceClockRead.model_validate(answer.body)
    except NeighbourRefused as refused:
        # Another move was faster, and went further.
        if refused.problem_code == ClockOnlyMovesForward.code:
            raise ClockOnlyMovesForward from refused
        raise
    except ValidationError as error:
        raise BadGateway from error


def _as_one(clocks: Clocks, machine_date: date) -> SandboxClockRead:
    furthest_days = max(each.target_ahead_days for each in clocks.values())
    services = [_progress(name, each, furthest_days) for name, each in clocks.items()]
    is_done = all(each.state is ClosingState.DONE for each in services)
    return SandboxClockRead(
        business_date=min(each.business_date for each in services),
        target_date=machine_date + timedelta(days=furthest_days),
        state=ClosingState.DONE if is_done else ClosingState.CLOSING,
        services=services,
    )


def _progress(name: str, clock: ServiceClockRead, furthest_days: int) -> ServiceProgressRead:
    """A service that a move did not reach is not done, whatever it says itself."""
    is_sent = clock.target_ahead_days == furthest_days
    return ServiceProgressRead(
        service=name,
        business_date=clock.business_date,
        closed_on=clock.closed_on,
        state=clock.state if is_sent else ClosingState.CLOSING,
    )
