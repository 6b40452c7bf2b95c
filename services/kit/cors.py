"""Browsers from named origins only: exact origins, no wildcard, no credentials."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from services.kit.errors import Forbidden, Title
from services.kit.problems import problem_response

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS: Final = (
    *("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"),
    *("X-Request-Id", "traceparent"),
)
RESPONSE_HEADERS: Final = (
    *("ETag", "Location", "Idempotent-Replayed", "X-Request-Id", "Retry-After"),
    *("RateLimit", "RateLimit-Policy"),
)
PREFLIGHT_AGE_S: Final = 600


class OriginNotAllowed(Forbidden):
    """A browser asked from an origin, or for a method or header, that is not on the list."""

    code = "origin_not_allowed"
    title = Title("This origin may not call the API from a browser", "该来源不允许跨域访问")


class _ExactOrigins(CORSMiddleware):
    """Starlette's middleware, refusing with a problem document instead of a line of text."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope) if scope["type"] == "http" else None
        if request and _is_preflight(request):
            answer = self.preflight_response(request_headers=request.headers)
            if answer.status_code != HTTPStatus.OK:
                answer = problem_response(OriginNotAllowed(), request)
            await answer(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


def with_cors(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """`app`, open to browsers at exactly `origins`; as it is when there are none."""
    if not origins:
        return app
    return _ExactOrigins(
        app,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=REQUEST_HEADERS,
        expose_headers=RESPONSE_HEADERS,
        max_age=PREFLIGHT_AGE_S,
    )


def _is_preflight(request: Request) -> bool:
    headers: Headers = request.headers
    return (
        request.method == "OPTIONS"
        and "origin" in headers
        and "access-control-request-method" in headers
    )
