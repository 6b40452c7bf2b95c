"""Forwarding: a new request to a fixed address, made of what was checked and nothing else."""

from typing import Final

from gateway.bodies import RequestBody
from gateway.failpoints import GatewayPoint
from gateway.headers import forwarded
from gateway.passes import Passes
from gateway.relaying import relay
from gateway.tokens import Identity
from gateway.upstreams import Upstreams
from gateway.visit import Visit
from services.kit.clock import Clock
from services.kit.errors import UnexpectedFailure
from services.kit.failpoints import reached

MILLISECONDS: Final = 1000


class Proxy:
    """Sends a checked request on under an internal token and relays the answer."""

    def __init__(
        self, upstreams: Upstreams, passes: Passes, clock: Clock, *, timeout_s: int
    ) -> None:
        self._upstreams = upstreams
        self._passes = passes
        self._clock = clock
        self._timeout_ms = timeout_s * MILLISECONDS

    async def forward(
        self, visit: Visit, identity: Identity, target: tuple[str, str], body: RequestBody
    ) -> None:
        """Ask the service for `target` (path, query) and answer the caller with what it says."""
        operation, knock = visit.operation, visit.knock
        if operation is None:
            raise UnexpectedFailure
        headers = forwarded(knock.headers)
        if operation.method == "GET":
            token = self._passes.for_read(identity, operation)
        else:
            # One that nobody asked for was not looked at, and goes no further.
            key = headers.get("Idempotency-Key") if operation.needs_key else None
            token = self._passes.for_change(identity, operation, target[0], key)
        if not operation.needs_key:
            headers.popall("Idempotency-Key", None)
        headers["Authorization"] = f"Bearer {token}"
        headers["X-Request-Id"] = knock.context.request_id
        headers["traceparent"] = knock.context.traceparent
        headers["X-Request-Deadline"] = str(self._deadline_ms(body))
        if body.length:
            headers["Content-Length"] = str(body.length)
        await reached(GatewayPoint.FORWARDING)
        response = await self._upstreams.send(
            operation.service, operation.method, target, headers, body
        )
        await reached(GatewayPoint.FORWARDED)
        await relay(response, visit)

    def _deadline_ms(self, body: RequestBody) -> int:
        now_ms = int(self._clock.now().timestamp() * MILLISECONDS)
        return now_ms + self._timeout_ms + body.patience_s * MILLISECONDS
