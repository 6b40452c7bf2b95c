"""Head and body of an answer in one packet: uvicorn writes them apart, at a system call each.

Measured on a small answer, joining them took a third off the processor time of a request.
"""

import asyncio
from typing import Any, Final

JOINED_MAX_BYTES: Final = 64 * 1024


class JoinedWrites:
    """A transport that sends what was written in one turn of the loop together at its end."""

    __slots__ = ("_loop", "_transport", "_waiting", "_waiting_bytes")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all of a transport but the below
        return getattr(self._transport, name)

    def write(self, octets: bytes) -> None:
        """Send soon; at once when much is waiting, so that back-pressure is felt in time."""
        if not self._waiting:
            self._loop.call_soon(self.flush)
        self._waiting.append(octets)
        self._waiting_bytes += len(octets)
        if self._waiting_bytes > JOINED_MAX_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            joined, self._waiting, self._waiting_bytes = b"".join(self._waiting), [], 0
            self._transport.write(joined)

    def close(self) -> None:
        """Send what waits, then close."""
        self.flush()
        self._transport.close()
