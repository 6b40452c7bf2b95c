"""How an order is answered in which case: in time or never, whole or broken."""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from deploy.sandbox.rail.transfers import Status, Transfer
from deploy.sandbox.rail.truth_table import UNANSWERED, Case

OVERSIZE_BYTES: Final = 4 * 1024 * 1024
PIECE_BYTES: Final = 64 * 1024
DRIP_EVERY_S: Final = 0.05
JSON: Final = "application/json"


async def answer_of(transfer: Transfer, silent_s: float) -> Response:
    """The answer to the order of `transfer`."""
    told = {**transfer.told(), "status": Status.PROCESSING.value, "settled_on": None}
    written = json.dumps(told).encode()
    if transfer.case in UNANSWERED:
        return await silence(silent_s)
    broken: dict[Case, Response] = {
        Case.FAILING: PlainTextResponse("out of order", HTTPStatus.INTERNAL_SERVER_ERROR),
        Case.GARBLED: Response(written[: len(written) // 2], media_type=JSON),
        Case.STRANGE: JSONResponse({**told, "status": "half_done"}),
        Case.OVERSIZE: StreamingResponse(_flood(written), media_type=JSON),
        Case.DRIPPING: StreamingResponse(_drops(written), media_type=JSON),
    }
    return broken.get(transfer.case) or Response(written, HTTPStatus.CREATED, media_type=JSON)


async def silence(silent_s: float) -> Response:
    """Keep the caller waiting, then let it go with nothing."""
    await asyncio.sleep(silent_s)
    return PlainTextResponse("", HTTPStatus.GATEWAY_TIMEOUT)


async def _flood(written: bytes) -> AsyncIterator[bytes]:
    yield written
    for _ in range(OVERSIZE_BYTES // PIECE_BYTES):
        yield b" " * PIECE_BYTES


async def _drops(written: bytes) -> AsyncIterator[bytes]:
    for octet in written:
        yield bytes([octet])
        await asyncio.sleep(DRIP_EVERY_S)
