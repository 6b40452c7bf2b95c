"""The way in: every request passes these checks in this order, and leaves one log line.

Frame, path, route, address allowance, token, scope and role, client allowance, key and If-Match;
then it is forwarded under an internal token.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from gateway.bodies import CallerGone, Inbound, Receive, RequestBody
from gateway.client_address import client_address
from gateway.headers import allow_header, without_nominated
from gateway.knock import Knock, check_frame, knock_of
from gateway.limits import RateLimiter
from gateway.pages import Page
from gateway.paths import canonical_segments, checked_query
from gateway.proxy import Proxy
from gateway.refusals import TokenRequired
from gateway.route_table import Match, Operation, RouteTable
from gateway.sandbox.own_service import NAME as OWN_NAME
from gateway.sandbox.own_service import OwnService
from gateway.settings import GatewaySettings
from gateway.tokens import ANONYMOUS, Identity, TokenVerifier, bearer_of
from gateway.visit import Send, Visit
from gateway.visit_log import record
from services.kit import telemetry
from services.kit.errors import (
    DomainError,
    Forbidden,
    InsufficientScope,
    MethodNotAllowed,
    NotFound,
    PreconditionRequired,
    Unavailable,
    UnexpectedFailure,
)
from services.kit.etags import parse_if_match
from services.kit.key_headers import require_key
from services.kit.roles import may

NO_CONTENT: Final = 204

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the door is made of; `main` puts it together."""

    settings: GatewaySettings
    routes: RouteTable
    pages: Mapping[str, Page]
    verifier: TokenVerifier
    proxy: Proxy
    limiters: dict[str, RateLimiter]
    own: OwnService | None  # what we answer ourselves, in sandbox mode alone


class Door:
    """Serves one HTTP request at a time and place, bare ASGI, nothing in between."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._hosts = frozenset(host.lower() for host in parts.settings.hosts)
        self._time = asyncio.get_running_loop().time
        self._in_flight = 0

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever goes wrong becomes a problem document."""
        started_s = self._time()
        knock, inbound = knock_of(scope), Inbound(receive)
        visit = Visit(knock, send)
        self._in_flight += 1
        with telemetry.entered(knock.context):
            try:
                self._require_room()
                await self._pass(visit, scope, inbound)
            except DomainError as error:
                await _refuse(visit, error, inbound)
            except CallerGone:
                _log.info("caller gone before the request was complete")
            except Exception:
                _log.exception("gateway failure")
                await _refuse(visit, UnexpectedFailure(), inbound)
            finally:
                self._in_flight -= 1
            record(visit, self._time() - started_s)

    def _require_room(self) -> None:
        if self._in_flight > self._parts.settings.concurrency_max:
            raise Unavailable

    async def _pass(self, visit: Visit, scope: Scope, inbound: Inbound) -> None:
        knock = visit.knock
        check_frame(knock, self._hosts)
        segments, query = canonical_segments(knock.raw_path), checked_query(knock.query)
        without_nominated(knock.headers, knock.fields)
        match = self._parts.routes.match(segments)
        if match is None:
            await self._serve_page(visit, scope, inbound)
            return
        operation = _chosen(match, knock)
        if operation is None:
            await _offer(visit, match.allow)
            return
        visit.operation = operation
        address = client_address(knock, self._parts.settings.trusted_proxies)
        self._take(visit, operation.address_class, address)
        identity = await self._identity(visit, operation)
        _check_permission(identity, operation)
        if operation.rate_class != operation.address_class:
            self._take(visit, operation.rate_class, _counted(identity, address))
        _check_preconditions(knock, operation)
        if self._parts.own is not None and operation.service == OWN_NAME:
            await self._parts.own.serve(identity, scope, inbound, visit.page_send)
            return
        body = RequestBody(inbound, knock.body_length, operation.body_max_bytes)
        await self._parts.proxy.forward(visit, identity, (match.path, query), body)

    async def _serve_page(self, visit: Visit, scope: Scope, inbound: Inbound) -> None:
        """Serve a page of the gateway's own; an address has one allowance for them all."""
        page = self._parts.pages.get(visit.knock.raw_path.decode("ascii"))
        if page is None:
            raise NotFound
        address = client_address(visit.knock, self._parts.settings.trusted_proxies)
        self._take(visit, page.rate_class, address)
        if visit.knock.method == "OPTIONS":
            await _offer(visit, page.methods)
            return
        if visit.knock.method not in page.methods:
            raise MethodNotAllowed(extra={"allow": list(page.methods)})
        await page.answer(scope, inbound, visit.page_send)

    async def _identity(self, visit: Visit, operation: Operation) -> Identity:
        token = bearer_of(visit.knock.fields)
        if token is None:
            if operation.scope is not None:
                raise TokenRequired
            return ANONYMOUS
        identity = await self._parts.verifier.identity(token)
        visit.client_id = identity.client_id
        return identity

    def _take(self, visit: Visit, policy: str, key: str) -> None:
        limiter = self._parts.limiters.get(policy)
        if limiter is not None:
            visit.allowance = limiter.take(key, now_s=self._time())


async def _refuse(visit: Visit, error: DomainError, inbound: Inbound) -> None:
    if visit.has_started:
        # Only the length can still say it: the answer ends short and the connection closes.
        _log.error("answer cut off", extra={"code": error.code})
        return
    if visit.knock.body_length != 0 and not inbound.is_complete:
        if not visit.knock.awaits_leave:
            await inbound.drain()
        visit.is_last = not inbound.is_complete
    await visit.refuse(error)


async def _offer(visit: Visit, methods: Sequence[str]) -> None:
    """Answer OPTIONS."""
    await visit.start(NO_CONTENT, [allow_header(methods)])
    await visit.body(b"")


def _chosen(match: Match, knock: Knock) -> Operation | None:
    """Return the operation asked for, None for OPTIONS. Raises MethodNotAllowed."""
    if knock.method == "OPTIONS":
        return None
    operation = match.operations.get("GET" if knock.method == "HEAD" else knock.method)
    if operation is None:
        raise MethodNotAllowed(extra={"allow": match.allow})
    return operation


def _counted(identity: Identity, address: str) -> str:
    """Whom an allowance belongs to: who has no login is one caller per address, not one in all."""
    return address if identity is ANONYMOUS else f"{identity.client_id} {identity.subject}"


def _check_permission(identity: Identity, operation: Operation) -> None:
    if operation.scope is None:
        return
    if operation.scope not in identity.scopes:
        raise InsufficientScope
    if not may(identity.roles, operation.scope):
        raise Forbidden


def _check_preconditions(knock: Knock, operation: Operation) -> None:
    if operation.needs_key:
        key = knock.header(b"idempotency-key")
        require_key([] if key is None else [key])
    if operation.needs_if_match:
        value = knock.header(b"if-match")
        if value is None:
            raise PreconditionRequired
        parse_if_match(value)
