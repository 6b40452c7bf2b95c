"""Where the gateway is put together; nothing is built elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.contracts import public_operations, read_contract
from gateway.dev_issuer.issuer import DevIssuer
from gateway.dev_issuer.pages import issuer_pages
from gateway.door import Door, Parts
from gateway.health import Readiness, health_pages
from gateway.limits import Rate, RateLimiter
from gateway.merged_contract import merged, problem_catalogue
from gateway.own_problems import own_problems
from gateway.pages import Page
from gateway.passes import Passes
from gateway.proxy import Proxy
from gateway.reference import reference_pages, site_pages
from gateway.route_table import RouteTable
from gateway.sandbox.own_service import NAME as OWN_NAME
from gateway.sandbox.own_service import OwnService
from gateway.settings import GatewaySettings
from gateway.tokens import TokenVerifier
from gateway.upstreams import Upstreams, client_session
from services.kit.clock import Clock, SystemClock
from services.kit.cors import with_cors
from services.kit.internal_tokens import GATEWAY, InternalSigner
from services.kit.jwt import assert_trusted_backend
from services.kit.service_keys import private_key_file

WINDOW_S: Final = 60
_GOING_AWAY: Final = 1001


def create_app(settings: GatewaySettings, clock: Clock | None = None) -> ASGIApp:
    """Put the gateway together. Raises when a contract, a key or an asset is not usable."""
    assert_trusted_backend()
    return with_cors(_Gateway(settings, clock or SystemClock()), sorted(settings.cors_origins))


class _Gateway:
    """The ASGI application: what can fail is built at once, what needs a loop at start-up."""

    def __init__(self, settings: GatewaySettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._signer = InternalSigner(
            private_key_file(settings.keys_dir, "gateway"), GATEWAY, clock
        )
        self._own = OwnService(settings, self._signer, clock) if settings.sandbox else None
        self._contracts = dict(self._read_contracts())
        self._routes = RouteTable(
            operation
            for name, contract in self._contracts.items()
            for operation in public_operations(name, contract)
        )
        self._pages = self._own_pages()
        self._door: Door | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._door is not None:
            await self._door.serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _GOING_AWAY})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Hold the client and the key caches from start-up to shutdown."""
        await receive()
        async with AsyncExitStack() as opened:
            http = await opened.enter_async_context(
                client_session(self._settings.idle_connection_s)
            )
            if self._own is not None:
                await opened.enter_async_context(self._own.connected())
            settings, clock = self._settings, self._clock
            verifier = TokenVerifier(settings.known_issuers, http, clock)
            upstreams = Upstreams(http, settings.upstreams, settings.upstream_timeout_s)
            self._door = Door(
                Parts(
                    settings=settings,
                    routes=self._routes,
                    pages={**self._pages, **health_pages(Readiness(http, settings.readiness_urls))},
                    verifier=verifier,
                    proxy=Proxy(
                        upstreams,
                        Passes(self._signer, clock),
                        clock,
                        timeout_s=settings.upstream_timeout_s,
                    ),
                    limiters=_limiters(settings),
                    own=self._own,
                )
            )
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await verifier.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    def _read_contracts(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name, file in self._settings.contracts.items():
            yield name, read_contract(file, is_sandbox=self._settings.sandbox)
        if self._own is not None:
            yield OWN_NAME, self._own.contract

    def _own_pages(self) -> Mapping[str, Page]:
        pages = dict(
            site_pages(self._settings, problem_catalogue(self._contracts) | own_problems())
        )
        if self._settings.serves_reference:
            pages |= reference_pages(merged(self._contracts, self._security_scheme()))
        if self._settings.dev_issuer:
            issuer = DevIssuer(self._settings.public_url, self._settings.keys_dir, self._clock)
            pages |= issuer_pages(issuer, self._clock)
        return pages

    def _security_scheme(self) -> Mapping[str, Any]:
        """How the reference's reader logs in: at our own issuer, or with a token they have."""
        if not self._settings.dev_issuer:
            return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        flow = {"tokenUrl": "/oauth/token", "scopes": _scope_descriptions(self._contracts)}
        return {"type": "oauth2", "flows": {"password": flow, "clientCredentials": flow}}


def _limiters(settings: GatewaySettings) -> dict[str, RateLimiter]:
    per_minute: dict[str, int] = settings.rates.model_dump()
    return {
        policy: RateLimiter(policy, Rate(requests, WINDOW_S))
        for policy, requests in per_minute.items()
        if requests > 0
    }


def _scope_descriptions(contracts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return every scope public operations ask for, described by the operations it opens."""
    described: dict[str, list[str]] = {}
    for name, contract in contracts.items():
        for operation in public_operations(name, contract):
            if operation.scope is not None:
                described.setdefault(operation.scope, []).append(
                    f"{operation.method} {operation.template}"
                )
    return {scope: ", ".join(sorted(opened)) for scope, opened in sorted(described.items())}
