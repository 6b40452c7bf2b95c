"""Inside the front door: room for one more, a head of sane size, and the last catch."""

import logging
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.errors import DomainError, HeadersTooLarge, Unavailable, UnexpectedFailure
from services.kit.problems import problem_response

HEADERS_MAX: Final = 100
HEAD_MAX_BYTES: Final = 32_768

_log = logging.getLogger("xiaowei.failures")


class Threshold:
    """ASGI middleware; beyond `concurrency_max` requests at once the next ones get a 503."""

    def __init__(self, app: ASGIApp, *, concurrency_max: int) -> None:
        self._app = app
        self._concurrency_max = concurrency_max
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; whatever goes wrong, the caller gets a problem document."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watched = _WatchedSend(send)
        self._in_flight += 1
        try:
            self._require_room(scope)
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as error:
            # An answer that has begun cannot be taken back: the connection must break instead.
            if watched.has_begun:
                raise
            await problem_response(_refusal(error), Request(scope))(scope, receive, send)
        finally:
            self._in_flight -= 1

    def _require_room(self, scope: Scope) -> None:
        if self._in_flight > self._concurrency_max:
            raise Unavailable
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        size_bytes = sum(len(name) + len(value) for name, value in headers)
        size_bytes += len(scope["path"]) + len(scope["query_string"])
        if len(headers) > HEADERS_MAX or size_bytes > HEAD_MAX_BYTES:
            raise HeadersTooLarge


class _WatchedSend:
    """Remembers whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)


def _refusal(error: Exception) -> DomainError:
    if isinstance(error, DomainError):
        return error
    _log.error("unexpected_failure", exc_info=error)
    return UnexpectedFailure()
