"""A road to a server: a TCP proxy on which whatever can go wrong does, when it is told to.

Trouble is asked for while traffic runs, and strikes connections under way as well as new ones. It
is looked for at each piece that travels, so an idle connection notices nothing.
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

HOST: Final = "127.0.0.1"
CHUNK_BYTES: Final = 64 * 1024
SLOW_S: Final = 0.3
# Closing with nothing lingering is what sends a reset instead of a goodbye.
_NO_LINGER: Final = struct.pack("ii", 1, 0)


class Trouble(StrEnum):
    """What a road does to those who travel on it."""

    NONE = "none"
    SLOW = "slow"  # each piece comes a while later
    HELD = "held"  # nothing gets through until it is over, and then all of it does
    CLOSED = "closed"  # no connection is taken, and those under way are reset
    REQUEST_LOST = "request_lost"  # reset at the first piece of a request, which goes no further
    ANSWER_LOST = "answer_lost"  # the request arrives; reset instead of the answer
    ANSWER_CUT = "answer_cut"  # reset in the middle of the answer
    HALF_CLOSED = "half_closed"  # the way back ends without an answer, the way there stays open


@dataclass(eq=False)
class _Trip:
    """One connection: the caller's end and the server's."""

    caller: asyncio.StreamWriter
    onward: asyncio.StreamWriter

    def reset(self) -> None:
        """Both ends learn that it is over, the hard way."""
        for end in (self.caller, self.onward):
            _reset(end)

    def end(self) -> None:
        """Both ends hear a goodbye, unless they were reset."""
        for end in (self.caller, self.onward):
            end.close()


class Road:
    """A road from a port of its own to `address` (scheme://host:port), open while it is entered."""

    def __init__(self, address: str = "") -> None:
        self.leads_to = address
        self.port = 0
        self.trouble = Trouble.NONE
        self._passable = asyncio.Event()
        self._passable.set()
        self._server: asyncio.Server | None = None
        self._trips: dict[asyncio.Task[None], _Trip | None] = {}

    @property
    def address(self) -> str:
        """Where the road begins."""
        return f"{urlsplit(self.leads_to).scheme}://{HOST}:{self.port}"

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.suffer(Trouble.CLOSED)
        await asyncio.gather(*self._trips)

    async def suffer(self, trouble: Trouble) -> None:
        """Have this trouble from now on; NONE heals."""
        self.trouble = trouble
        if trouble is Trouble.HELD:
            self._passable.clear()
        else:
            self._passable.set()
        if trouble is Trouble.CLOSED:
            self._close()
        else:
            await self._listen()

    @contextlib.asynccontextmanager
    async def suffering(self, trouble: Trouble) -> AsyncIterator[None]:
        """Have this trouble for as long as the block lasts."""
        await self.suffer(trouble)
        try:
            yield
        finally:
            await self.suffer(Trouble.NONE)

    def reset_all(self) -> None:
        """Reset every connection under way, idle ones too."""
        for trip in self._trips.values():
            if trip is not None:
                trip.reset()

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._take, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self.reset_all()

    async def _take(self, reader: asyncio.StreamReader, caller: asyncio.StreamWriter) -> None:
        own = asyncio.current_task()
        assert own is not None
        self._trips[own] = None
        try:
            to = urlsplit(self.leads_to)
            answering, onward = await asyncio.open_connection(to.hostname, to.port)
        except OSError:
            _reset(caller)
        else:
            self._trips[own] = trip = _Trip(caller, onward)
            await self._travel(trip, reader, answering)
            trip.end()
        finally:
            del self._trips[own]

    async def _travel(
        self, trip: _Trip, asking: asyncio.StreamReader, answering: asyncio.StreamReader
    ) -> None:
        # Both ways end when the server's does; a caller that hangs up still has its words sent,
        # and of one that died the server learns what it would without us.
        forth = asyncio.create_task(self._forth(asking, trip))
        with contextlib.suppress(OSError):
            await self._back(answering, trip)
        forth.cancel()
        await asyncio.gather(forth, return_exceptions=True)

    async def _forth(self, asking: asyncio.StreamReader, trip: _Trip) -> None:
        try:
            while octets := await asking.read(CHUNK_BYTES):
                await self._wait_out()
                if self.trouble is Trouble.REQUEST_LOST:
                    trip.reset()
                    return
                trip.onward.write(octets)
                await trip.onward.drain()
            trip.onward.write_eof()
        except OSError:
            trip.reset()

    async def _back(self, answering: asyncio.StreamReader, trip: _Trip) -> None:
        while octets := await answering.read(CHUNK_BYTES):
            await self._wait_out()
            match self.trouble:
                case Trouble.ANSWER_LOST:
                    trip.reset()
                case Trouble.ANSWER_CUT:
                    trip.caller.write(octets[: len(octets) // 2])
                    await trip.caller.drain()
                    trip.reset()
                case Trouble.HALF_CLOSED if trip.caller.can_write_eof():
                    trip.caller.write_eof()
                    await answering.read()
                case _:
                    trip.caller.write(octets)
                    await trip.caller.drain()

    async def _wait_out(self) -> None:
        if self.trouble is Trouble.SLOW:
            await asyncio.sleep(SLOW_S)
        await self._passable.wait()


def _reset(end: asyncio.StreamWriter) -> None:
    plug: socket.socket | None = end.get_extra_info("socket")
    if plug is not None and plug.fileno() >= 0:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    end.transport.abort()
