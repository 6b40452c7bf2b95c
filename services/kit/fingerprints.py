"""What a request asked for, as 32 bytes: equal for the same ask, however its JSON was ordered."""

import hashlib
import json
from collections.abc import Sequence

from starlette.requests import Request


async def fingerprint_of(request: Request) -> bytes:
    """sha256 over the path, the query and the body of a request that came through its door."""
    value = await request.json() if await request.body() else None
    query: Sequence[tuple[str, str]] = sorted(request.query_params.multi_items())
    return hashlib.sha256(_canonical([request.url.path, query, value])).digest()


def _canonical(value: object) -> bytes:
    # What JSON cannot spell here is a number the schema is about to refuse.
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
    ).encode()
