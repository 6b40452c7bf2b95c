"""The caller's body on its way through: whole when small, in pieces when not, capped either way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, Final

from gateway.refusals import BodyTooSlow
from services.kit.errors import BodyNotExpected, TooLarge

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

WHOLE_MAX_BYTES: Final = 64 * 1024
WHOLE_TIMEOUT_S: Final = 20
PACE_MIN_BYTES_PER_S: Final = 32 * 1024  # a paper photographed and sent from a market stall
DRAIN_MAX_BYTES: Final = 12 * 1024 * 1024
DRAIN_WITHIN_S: Final = 5


class Inbound:
    """The caller's side of a request, and whether all of its body has arrived."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.is_complete = False

    async def __call__(self) -> MutableMapping[str, Any]:
        """Receive the next message."""
        message = await self._receive()
        self.is_complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Read on, within limits: a caller cut off while sending would never see the refusal."""
        drained_bytes = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_WITHIN_S):
                while not self.is_complete and drained_bytes < DRAIN_MAX_BYTES:
                    drained_bytes += len((await self()).get("body", b""))


class CallerGone(Exception):
    """The caller hung up before the body was complete; nobody is left to answer."""


class RequestBody:
    """A body of declared `length` bytes (None: chunked), of at most `max_bytes`.

    `failure` remembers why the stream broke off, since the client library that consumes it
    reports only that it did.
    """

    def __init__(self, receive: Receive, length: int | None, max_bytes: int) -> None:
        if length is None or length > 0:
            if max_bytes == 0:
                raise BodyNotExpected
            if length is not None and length > max_bytes:
                raise TooLarge
        self.length = length
        self.failure: Exception | None = None
        self._receive = receive
        self._max_bytes = max_bytes

    @property
    def is_small(self) -> bool:
        """Whether it is read whole before a service is asked."""
        return self.length is not None and self.length <= WHOLE_MAX_BYTES

    @property
    def patience_s(self) -> int:
        """The extra seconds a streamed body may take at the slowest pace we bear."""
        return 0 if self.is_small else (self.length or self._max_bytes) // PACE_MIN_BYTES_PER_S

    async def whole(self) -> bytes | None:
        """Return a small body, None when there is none. Raises CallerGone or BodyTooSlow."""
        if self.length == 0:
            return None
        try:
            async with asyncio.timeout(WHOLE_TIMEOUT_S):
                return b"".join([piece async for piece in self.pieces()])
        except TimeoutError as error:
            raise BodyTooSlow from error

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives. Raises TooLarge or CallerGone."""
        passed_bytes, more = 0, True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise self._failed(CallerGone())
            piece = message.get("body", b"")
            more = message.get("more_body", False)
            passed_bytes += len(piece)
            if passed_bytes > self._max_bytes:
                raise self._failed(TooLarge())
            if piece:
                yield piece

    def _failed(self, failure: Exception) -> Exception:
        self.failure = failure
        return failure
