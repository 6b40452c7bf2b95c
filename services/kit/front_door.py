"""The outermost layer of every app: correlation in and out, one log line, one measure."""

import logging
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit import deadlines, metrics, telemetry

CLIENT_CLOSED_REQUEST: Final = 499  # nobody was there to read an answer
METHOD_LENGTH_MAX: Final = 16

_log = logging.getLogger("xiaowei.access")


@dataclass(slots=True)
class _Exchange:
    """What became of one request."""

    started_s: float
    status: int | None = None


class FrontDoor:
    """ASGI middleware around a whole app; `service` names it in the measures."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request under its own correlation."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(time.perf_counter())
        with telemetry.entered(_correlation(scope)) as context, metrics.in_flight(self._service):
            try:
                await self._app(scope, receive, _dressed(send, exchange, context.request_id))
            finally:
                self._record(scope, exchange)

    def _record(self, scope: Scope, exchange: _Exchange) -> None:
        seconds = time.perf_counter() - exchange.started_s
        status = exchange.status or CLIENT_CLOSED_REQUEST
        method, route = scope["method"], route_template(scope)
        metrics.observe(self._service, method, route, status=status, seconds=seconds)
        _log.log(
            logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO,
            "request",
            extra={
                "method": method[:METHOD_LENGTH_MAX],
                "route": route or metrics.UNMATCHED,
                "status": status,
                "duration_ms": round(seconds * 1000, 3),
            },
        )


def route_template(scope: Scope) -> str | None:
    """The template of the route that matched, such as `/v1/applications/{application_id}`."""
    template: str | None = getattr(scope.get("route"), "path_format", None)
    return template


def _correlation(scope: Scope) -> telemetry.RequestContext:
    headers = Headers(scope=scope)
    request_ids, traceparents = headers.getlist("x-request-id"), headers.getlist("traceparent")
    return telemetry.context_of(
        request_ids[0] if len(request_ids) == 1 else None,
        traceparents[0] if len(traceparents) == 1 else None,
        deadlines.deadline_of(headers.getlist(deadlines.HEADER)),
    )


def _dressed(send: Send, exchange: _Exchange, request_id: str) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            exchange.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = request_id
            headers.setdefault("Cache-Control", "no-store")
            headers.setdefault("X-Content-Type-Options", "nosniff")
        await send(message)

    return dressed
