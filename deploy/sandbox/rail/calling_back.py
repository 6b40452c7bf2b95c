"""Calling back: signed as Standard Webhooks asks, tried again while nobody is there.

Each call is `{"type": "transfer.settled", "data": {…}}` under its own `webhook-id`.
"""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any, Final

import httpx

from services.kit.clock import Clock
from services.kit.identifiers import new_id

TRIES_MAX: Final = 8
TRY_TIMEOUT_S: Final = 5.0
RETRY_FIRST_S: Final = 0.2
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - how the standard marks one, not one itself

Told = dict[str, Any]


def sign(secret: str, event_id: str, timestamp_s: int, body: bytes) -> str:
    """The `webhook-signature` of one call under one secret."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{event_id}.{timestamp_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Caller:
    """Calls one address back, in the background or before an answer."""

    def __init__(self, url: str, secret: str, clock: Clock) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._http = httpx.AsyncClient(timeout=TRY_TIMEOUT_S, trust_env=False)
        self._running: set[asyncio.Task[None]] = set()

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Call back beside what is being answered."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def call(self, told: Told, event_id: str | None = None) -> None:
        """Tell of a transfer until it is taken, or `TRIES_MAX` times."""
        body = json.dumps(
            {"type": f"transfer.{told['status']}", "data": told}, ensure_ascii=False
        ).encode()
        named = event_id or f"evt_{new_id().hex}"
        for attempt in range(TRIES_MAX):
            if await self._is_taken(named, body):
                return
            await asyncio.sleep(RETRY_FIRST_S * 2**attempt)

    async def aclose(self) -> None:
        """Call no more."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._http.aclose()

    async def _is_taken(self, event_id: str, body: bytes) -> bool:
        timestamp_s = int(self._clock.now().timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(timestamp_s),
            "webhook-signature": sign(self._secret, event_id, timestamp_s, body),
        }
        try:
            answer = await self._http.post(self._url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code < HTTPStatus.MULTIPLE_CHOICES
