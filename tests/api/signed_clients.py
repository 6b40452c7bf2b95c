"""Callers of a service's app in this process, each request signed as a neighbour would."""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, Self
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from typing_extensions import override

from services.kit.database import Sessions
from services.kit.etags import etag_of
from services.kit.field_keys import FieldKeys
from services.kit.internal_tokens import InternalClaims, InternalSigner
from services.kit.roles import ROLE_SCOPES, Role
from tests.fixed_clock import FixedClock


@dataclass(frozen=True)
class RunningApp:
    """A service's app, the files it was set up from, and the clock it reads.

    `signers` holds who may sign, by name: "gateway", and the neighbours.
    """

    name: str
    app: FastAPI
    sessions: Sessions
    clock: FixedClock
    field_keys: FieldKeys
    signers: dict[str, InternalSigner]

    def advance(self, span: timedelta) -> None:
        """Let time go by; the clock is put back after the test."""
        self.clock.advance(span)

    @contextmanager
    def for_a_while(self) -> Iterator[Self]:
        """Itself; at the end of the block a clock that was moved is put back."""
        began_at = self.clock.now()
        yield self
        self.clock.advance(began_at - self.clock.now())

    def template_of(self, path: str) -> str:
        """The template of the route that answers `path`; the path itself when there is none."""
        for context in iter_route_contexts(self.app.routes):
            route = context.original_route
            if isinstance(route, APIRoute) and route.path_regex.match(path):
                return route.path_format
        return path


@dataclass
class Credentials(httpx.Auth):
    """Signs each request as `signer` would for one caller."""

    service: RunningApp
    subject: str
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    partner_id: UUID | None = None
    signer: str = "gateway"

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Give the request a fresh internal token of its own."""
        is_read = request.method in {"GET", "HEAD"}
        path = request.url.raw_path.decode().partition("?")[0]
        claims = InternalClaims(
            audience=f"svc:{self.service.name}",
            subject=self.subject,
            method=request.method,
            target=self.service.template_of(request.url.path) if is_read else path,
            roles=self.roles,
            scopes=self.scopes,
            partner_id=self.partner_id,
            idempotency_key=request.headers.get("Idempotency-Key"),
        )
        token = self.service.signers[self.signer].mint(claims)
        request.headers["Authorization"] = f"Bearer {token}"
        yield request


@dataclass(frozen=True)
class Client:
    """One caller; `http` sends anything, the methods send what well-behaved callers send."""

    http: httpx.AsyncClient
    credentials: Credentials
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """Who is calling."""
        return self.credentials.subject

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """Read."""
        return await self.http.get(path, params=query or None, headers=self.headers)

    async def post(
        self, path: str, body: Any = None, *, key: str | None = None, version: int | None = None
    ) -> httpx.Response:
        """Create, under a fresh Idempotency-Key unless one is given."""
        headers = self.headers | {"Idempotency-Key": key or uuid4().hex} | _if_match(version)
        return await self.http.post(path, json=body, headers=headers)

    async def patch(self, path: str, body: Any, *, version: int | None = None) -> httpx.Response:
        """Change what stands at `version`."""
        return await self.http.patch(path, json=body, headers=self.headers | _if_match(version))

    async def delete(self, path: str, *, version: int | None = None) -> httpx.Response:
        """Remove what stands at `version`."""
        return await self.http.delete(path, headers=self.headers | _if_match(version))

    async def put(self, path: str, body: Any) -> httpx.Response:
        """Tell."""
        return await self.http.put(path, json=body, headers=self.headers)


class ClientFor(Protocol):
    """Makes a caller: of one role or several, by default somebody nobody has met before."""

    def __call__(
        self,
        *roles: Role,
        subject: str | None = None,
        partner_id: UUID | None = None,
        scopes: frozenset[str] | None = None,
        signer: str = "gateway",
    ) -> Client: ...


@asynccontextmanager
async def clients_of(service: RunningApp) -> AsyncIterator[ClientFor]:
    """Callers of that app, until the end of the block."""
    async with AsyncExitStack() as opened:

        def make(
            *roles: Role,
            subject: str | None = None,
            partner_id: UUID | None = None,
            scopes: frozenset[str] | None = None,
            signer: str = "gateway",
        ) -> Client:
            carried = frozenset[str]().union(*(ROLE_SCOPES[role] for role in roles))
            credentials = Credentials(
                service=service,
                subject=subject or f"{'-'.join(roles) or 'nobody'}-{uuid4().hex}",
                roles=frozenset(roles),
                scopes=carried if scopes is None else scopes,
                partner_id=partner_id,
                signer=signer,
            )
            http = httpx.AsyncClient(
                transport=httpx.ASGITransport(service.app),
                base_url=f"http://{service.name}",
                auth=credentials,
            )
            opened.push_async_callback(http.aclose)
            return Client(http, credentials)

        yield make


def expect(response: httpx.Response, status: int) -> dict[str, Any]:
    """The body of an answer that must have this status; an empty one when it has none."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    body = response.json() if response.content else {}
    assert isinstance(body, dict)
    return body


def refused(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer that must be this refusal."""
    problem = expect(response, status)
    assert problem["code"] == code, problem
    return problem


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": etag_of(version)}
