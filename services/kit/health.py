"""The ops port: is the process alive, may it get traffic, and what does it measure."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from services.kit.refusals import EXCEPTION_HANDLERS

CHECK_TIMEOUT_S: Final = 2.0

Check = Callable[[], Awaitable[object]]  # returns when all is well, raises when it is not


@dataclass(slots=True)
class Readiness:
    """Whether this process wants traffic: every check passes and it is not about to stop."""

    checks: Mapping[str, Check]
    is_stopping: bool = field(default=False)

    async def report(self) -> dict[str, str]:
        """The state of each check by name: "ok", "failed" or "slow"; "stopping" near the end."""
        states = await asyncio.gather(*(_state(check) for check in self.checks.values()))
        report = dict(zip(self.checks, states, strict=True))
        return {"process": "stopping", **report} if self.is_stopping else report


def ops_app(readiness: Readiness) -> Starlette:
    """The small app of the ops port."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        report = await readiness.report()
        is_ready = all(state == "ok" for state in report.values())
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"ready": is_ready, "checks": report}, status_code=status)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    routes = [Route(f"/{page.__name__}", page) for page in (healthz, readyz, metrics)]
    return Starlette(routes=routes, exception_handlers=EXCEPTION_HANDLERS)


async def _state(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            await check()
    except TimeoutError:
        return "slow"
    except Exception:  # a check says no by any exception
        return "failed"
    return "ok"
