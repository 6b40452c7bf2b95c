"""Leaving a connection so that a caller who is still sending hears our last words.

A socket closed over octets nobody read resets the connection, and a reset takes from the caller's
side what it has not read yet: the refusal it should have heard. So we say that nothing more comes,
and read on into nothing until the caller closes too, for a while (RFC 9112, section 9.6).
"""

import asyncio
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from services.kit.joined_writes import JoinedWrites

# Shorter than the time a process that stops gives its connections.
LINGER_MAX_S: Final = 5


class LingeringTransport(JoinedWrites):
    """A transport that closes at once only where its caller has nothing left to send."""

    __slots__ = ("_is_sending", "is_lingering")

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        is_sending: Callable[[], bool],
    ) -> None:
        super().__init__(transport, loop)
        self._is_sending = is_sending
        self.is_lingering = False

    def is_closing(self) -> bool:
        """Whether nothing more may be written."""
        return self.is_lingering or bool(self._transport.is_closing())

    @override
    def close(self) -> None:
        """Send what waits, then close, at once or when the caller does."""
        if self._is_sending():
            self.linger()
        elif not self.is_lingering:
            super().close()

    def linger(self) -> None:
        """Send what waits, then close when the caller does."""
        if self.is_closing():
            return
        self.flush()
        self.is_lingering = True
        self._transport.write_eof()
        self._transport.resume_reading()
        self._loop.call_later(LINGER_MAX_S, self._transport.close)
