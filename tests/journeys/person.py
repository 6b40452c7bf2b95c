"""Somebody at the gateway: logs in as anybody would, and sends what a well-behaved caller sends."""

from typing import Any, Self
from uuid import uuid4

import httpx

Json = dict[str, Any]


class Person:
    """A caller with an access token of its own."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self._bearer = {"Authorization": f"Bearer {token}"}

    @classmethod
    async def log_in(cls, http: httpx.AsyncClient, username: str) -> Self:
        """Log in with the password every demo user has."""
        form = {"grant_type": "password", "username": username, "password": "demo"}
        granted = expect(200, await http.post("/oauth/token", data=form))
        assert granted["token_type"] == "Bearer"
        return cls(http, granted["access_token"])

    async def get(self, path: str) -> httpx.Response:
        """Read."""
        return await self._http.get(path, headers=self._bearer)

    async def post(self, path: str, body: Json | None = None, *, etag: str = "") -> httpx.Response:
        """Create or move something, under a key of its own."""
        headers = {"Idempotency-Key": uuid4().hex, **_if_match(etag)}
        return await self._http.post(path, json=body, headers=self._bearer | headers)

    async def put(
        self, path: str, content: bytes, media_type: str, *, etag: str, **query: str
    ) -> httpx.Response:
        """Upload."""
        headers = {"Content-Type": media_type, **_if_match(etag)}
        return await self._http.put(
            path, content=content, params=query, headers=self._bearer | headers
        )


def expect(status: int, response: httpx.Response) -> Json:
    """The body of an answer that must have this status."""
    assert response.status_code == status, response.text
    body = response.json()
    assert isinstance(body, dict)
    return body


def _if_match(etag: str) -> dict[str, str]:
    return {"If-Match": etag} if etag else {}
