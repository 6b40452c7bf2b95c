"""A road to a server on which the reply is lost: the request arrives, the answer does not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

CHUNK_BYTES = 64 * 1024


@contextlib.asynccontextmanager
async def lossy_road(address: str) -> AsyncIterator[str]:
    """Give an address that passes requests on to `address`, and hangs up when it answers."""
    to = urlsplit(address)

    async def travel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering, onward = await asyncio.open_connection(to.hostname, to.port)
        forth = asyncio.create_task(_pass_on(reader, onward))
        await answering.read(CHUNK_BYTES)
        forth.cancel()
        for each in (writer, onward):
            each.transport.abort()

    server = await asyncio.start_server(travel, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while octets := await reader.read(CHUNK_BYTES):
        writer.write(octets)
        await writer.drain()
