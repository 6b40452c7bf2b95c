"""Somebody at the gateway: logs in as anybody would, and sends what a well-behaved caller sends."""

from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx

from gateway.dev_issuer.identities import PUBLIC_CLIENT, DemoIdentity
from gateway.dev_issuer.issuer import DevIssuer
from services.kit.clock import SystemClock
from services.kit.roles import Role
from tests.journeys.running_stack import RunningStack

Json = dict[str, Any]
P = TypeVar("P", bound="Person")


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

    def at(self, http: httpx.AsyncClient) -> Self:
        """The same caller by another road."""
        return type(self)(http, self._token)

    def turned(self, kind: type[P]) -> P:
        """The same caller with other manners."""
        return kind(self._http, self._token)

    @property
    def _token(self) -> str:
        return self._bearer["Authorization"].removeprefix("Bearer ")

    async def get(self, path: str, **query: str) -> httpx.Response:
        """Read."""
        return await self._http.get(path, params=query or None, headers=self._bearer)

    async def post(
        self, path: str, body: Json | None = None, *, etag: str = "", key: str = ""
    ) -> httpx.Response:
        """Create or move something, under a key of its own unless one is given."""
        headers = {"Idempotency-Key": key or uuid4().hex, **_if_match(etag)}
        return await self._http.post(path, json=body, headers=self._bearer | headers)

    async def put(
        self, path: str, content: bytes, media_type: str, *, etag: str, **query: str
    ) -> httpx.Response:
        """Upload."""
        headers = {"Content-Type": media_type, **_if_match(etag)}
        return await self._http.put(
            path, content=content, params=query, headers=self._bearer | headers
        )


class Town:
    """All whom the stack's issuer would vouch for; its seeded users are one of each kind."""

    def __init__(self, http: httpx.AsyncClient, stack: RunningStack) -> None:
        self._http = http
        # The business date, as far as anybody has moved it.
        self.today = SystemClock().today()
        self._issuer = DevIssuer(stack.url, stack.home.keys, SystemClock())

    def somebody(self, *roles: Role) -> Person:
        """Somebody with those roles whom nobody has met before."""
        subject = f"{'-'.join(roles)}-{uuid4().hex}"
        identity = DemoIdentity(subject, PUBLIC_CLIENT, frozenset(roles))
        return Person(self._http, self._issuer.token_for(identity, identity.scopes))


def expect(status: int, response: httpx.Response) -> Json:
    """The body of an answer that must have this status."""
    assert response.status_code == status, response.text
    body = response.json()
    assert isinstance(body, dict)
    return body


def refused(status: int, code: str, response: httpx.Response) -> Json:
    """The problem of an answer that must be this refusal."""
    problem = expect(status, response)
    assert problem["code"] == code, problem
    return problem


def _if_match(etag: str) -> dict[str, str]:
    return {"If-Match": etag} if etag else {}
