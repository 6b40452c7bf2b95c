"""Somebody who says the same again, under the same key, until an answer comes."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
from typing_extensions import override

from services.kit.roles import Role
from tests.journeys.person import Json, Person, Town
from tests.journeys.running_stack import POLL_S
from tests.journeys.waiting import EVENTUALLY_MAX_S

IN_FLIGHT = "idempotency_in_flight"


class Insistent(Person):
    """A caller who is not put off by a dead service, a cut connection or a lost reply."""

    @override
    async def get(self, path: str, **query: str) -> httpx.Response:
        return await answered(lambda: super(Insistent, self).get(path, **query))

    @override
    async def post(
        self, path: str, body: Json | None = None, *, etag: str = "", key: str = ""
    ) -> httpx.Response:
        key = key or uuid4().hex
        return await answered(lambda: super(Insistent, self).post(path, body, etag=etag, key=key))

    @override
    async def put(
        self, path: str, content: bytes, media_type: str, *, etag: str, **query: str
    ) -> httpx.Response:
        return await answered(
            lambda: super(Insistent, self).put(path, content, media_type, etag=etag, **query)
        )


class InsistentTown(Town):
    """A town where everybody insists."""

    @override
    def somebody(self, *roles: Role) -> Person:
        return super().somebody(*roles).turned(Insistent)


async def answered(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The first answer that is one."""
    async with asyncio.timeout(EVENTUALLY_MAX_S):
        while True:
            try:
                answer = await ask()
            except httpx.TransportError:
                await asyncio.sleep(POLL_S)
                continue
            if not answer.is_server_error and IN_FLIGHT not in answer.text[:200]:
                return answer
            await asyncio.sleep(POLL_S)
