"""uvicorn's httptools protocol, telling of unreadable requests as every other refusal is told."""

import asyncio
import json
from typing import Final, cast

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from services.kit import telemetry
from services.kit.errors import DomainError, HeadersTooLarge, Title, Unreadable
from services.kit.lingering import LingeringTransport
from services.kit.problems import MEDIA_TYPE, problem_document

# The parser keeps an unfinished head in memory, however long it grows.
HEAD_MAX_BYTES: Final = 131_072
# From the connection, or from the end of the request before, to the end of a head that has begun.
HEAD_TIMEOUT_S: Final = 10

_HEAD_TOO_SLOW: Final = Title(
    f"The request's head did not arrive within {HEAD_TIMEOUT_S} s.",
    f"请求头未在 {HEAD_TIMEOUT_S} 秒内到达。",
)
_VERSIONS: Final = frozenset({"1.0", "1.1"})
_REASONS: Final = {400: b"Bad Request", 431: b"Request Header Fields Too Large"}


class StrictHttpProtocol(HttpToolsProtocol):
    """One connection; a request that cannot be parsed ends it with a problem document."""

    _head_bytes = 0
    _is_in_head = True
    _head_timer: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._way_out = LingeringTransport(transport, self.loop, self._is_being_sent_to)
        self.transport = cast("asyncio.Transport", self._way_out)
        self._await_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._head_arrived()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._way_out.is_lingering:
            return
        self._head_bytes += len(data)
        super().data_received(data)  # starts the count anew where a head or a body ends
        if self._is_in_head and self._head_bytes > HEAD_MAX_BYTES:
            self._refuse(HeadersTooLarge())
        elif self._head_timer is None and self._is_in_head and self._head_bytes > 0:
            self._await_head()  # a head that came in one piece never gets here

    @override
    def on_headers_complete(self) -> None:
        self._is_in_head, self._head_bytes = False, 0
        self._head_arrived()
        # uvicorn would drop scheme and host of an absolute target, and a fragment, and serve the
        # path alone. Raising stops the parser, so that no later byte is taken for another
        # request's body.
        if not self.url.startswith(b"/") or b"#" in self.url:
            raise ValueError("the request target is not a path and a query")
        # The parser takes a line without a version, and fields after it, for HTTP/0.9.
        if self.parser.get_http_version() not in _VERSIONS:
            raise ValueError("the request line has no version of ours")
        super().on_headers_complete()

    @override
    def on_message_complete(self) -> None:
        self._is_in_head, self._head_bytes = True, 0
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        self._way_out.flush()  # before the log line and the measures: the caller waits for neither
        super().on_response_complete()

    @override
    def send_400_response(self, msg: str) -> None:
        self._refuse(Unreadable())

    def _is_being_sent_to(self) -> bool:
        return not self._is_in_head or self._head_bytes > 0

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_TIMEOUT_S, self._give_up)

    def _head_arrived(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        """Close a connection that says nothing; tell one that says it too slowly."""
        if self._head_bytes == 0:
            self.transport.close()
        else:
            self._refuse(Unreadable(_HEAD_TOO_SLOW))

    def _refuse(self, error: DomainError) -> None:
        if self.transport.is_closing():
            return
        request_id = telemetry.context_of(None, None).request_id
        document = problem_document(error, language="en", request_id=request_id)
        body = json.dumps(document, separators=(",", ":")).encode()
        head = [
            b"HTTP/1.1 %d %s" % (document["status"], _REASONS[document["status"]]),
            b"content-type: " + MEDIA_TYPE.encode(),
            b"content-length: %d" % len(body),
            b"content-language: en",
            b"cache-control: no-store",
            b"x-content-type-options: nosniff",
            b"x-request-id: " + request_id.encode(),
            b"connection: close",
        ]
        self.transport.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
        self._way_out.linger()
        self._tell_who_awaits_the_body()

    def _tell_who_awaits_the_body(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
