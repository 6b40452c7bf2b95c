"""The same front door for everybody: `build_app` puts one service together."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, Final, Protocol

from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.kit.cors import with_cors
from services.kit.doors import Authenticator
from services.kit.errors import DatabaseUnavailable
from services.kit.front_door import FrontDoor
from services.kit.problems import problem_response
from services.kit.refusals import EXCEPTION_HANDLERS
from services.kit.resources import AppResources
from services.kit.routing import StrictRoute
from services.kit.sandbox.doorway import ClockFollowing
from services.kit.sandbox.follower import follower_of
from services.kit.sandbox.routes import router as sandbox_clock
from services.kit.threshold import Threshold

API_VERSION: Final = "1.0.0"

LifespanStep = Callable[[FastAPI], AbstractAsyncContextManager[Any]]


class DoorSettings(Protocol):
    """What the front door of an app needs to know."""

    @property
    def cors_origins(self) -> tuple[str, ...]: ...
    @property
    def concurrency_max(self) -> int: ...


def build_app(
    *,
    service: str,
    settings: DoorSettings,
    routers: Sequence[APIRouter],
    authenticator: Authenticator,
    resources: AppResources,
    lifespan_steps: Sequence[LifespanStep] = (),
) -> FastAPI:
    """The application of `service`.

    `lifespan_steps` are entered in order before the first request and left in reverse after the
    last one. Handed a `SandboxClock`, each request first moves it to where the deployment's test
    clock stands, which the gateway may send further. Raises TypeError when a route is not a
    `StrictRoute` mounted where it says.
    """
    follower = follower_of(resources.sessions, resources.clock)
    app = FastAPI(
        title=f"Xiaowei {service}",
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(lifespan_steps),
        exception_handlers={**EXCEPTION_HANDLERS, PoolTimeout: _pool_exhausted},
        middleware=[
            Middleware(FrontDoor, service=service),
            Middleware(with_cors, origins=settings.cors_origins),
            Middleware(Threshold, concurrency_max=settings.concurrency_max),
            *([] if follower is None else [Middleware(ClockFollowing, follower=follower)]),
        ],
    )
    app.state.service = service
    app.state.authenticator = authenticator
    app.state.resources = resources
    for router in (*routers, *([] if follower is None else [sandbox_clock])):
        app.include_router(router)
    _require_strict_routes(app)
    return app


async def _pool_exhausted(request: Request, _error: Exception) -> Response:
    return problem_response(DatabaseUnavailable(), request)


def _lifespan(
    steps: Sequence[LifespanStep],
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as entered:
            for step in steps:
                await entered.enter_async_context(step(app))
            yield

    return lifespan


def _require_strict_routes(app: FastAPI) -> None:
    """Each route checks tokens against its own template, so no router may be included deeper."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, StrictRoute):
            name = route.path if isinstance(route, Route) else repr(route)
            raise TypeError(f"{name}: give its router route_class=StrictRoute")
        if context.path_format != route.path_format:
            raise TypeError(f"{route.path_format}: give the prefix to the router itself")
