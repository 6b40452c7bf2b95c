"""Asking a neighbour: one pooled client per neighbour, a fresh token per call, a deadline.

NeighbourUnavailable   nothing usable came back; whether the neighbour acted is not known
NeighbourRefused       it understood and said no; its problem document is kept
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import httpx
from httpx_aiohttp import AiohttpTransport

from services.kit import deadlines
from services.kit.errors import BadGateway, Title, Unavailable
from services.kit.failpoints import KitPoint, reached
from services.kit.internal_tokens import REUSABLE_METHODS, InternalClaims, InternalSigner
from services.kit.problems import MEDIA_TYPE
from services.kit.telemetry import current

CONNECTIONS_MAX: Final = 50
IDLE_CONNECTION_S: Final = 4  # shorter than the lameduck time of who is asked (decision 0022)
CONNECT_TIMEOUT_S: Final = 2
RESPONSE_MAX_BYTES: Final = 8 * 1024 * 1024

_REFUSALS: Final = range(400, 500)
_SUCCESSES: Final = range(200, 300)

# The neighbour is well and the request is fine: it only asks for another time.
_FOR_LATER: Final = frozenset({401, 408, 425, 429})


class NeighbourUnavailable(Unavailable):
    """A neighbour could not be asked, did not answer in time, or answered nothing usable.

    `status` is that of its answer, if there was one.
    """

    code = "neighbour_unavailable"

    def __init__(self, status: int | None = None) -> None:
        super().__init__()
        self.status = status


class NeighbourRefused(BadGateway):
    """A neighbour refused a call of ours; `status`, `problem_code` and `problem` say how."""

    code, retryable = "neighbour_refused", False
    title = Title("A service behind us refused", "上游服务拒绝了请求")

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__()
        self.status = status
        self.problem = problem
        self.problem_code = str(problem.get("code", ""))


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `template` is the route's, needed for GET; `body` is sent as JSON.

    `subject` is on whose behalf ("system:relay"), `scopes` what that takes, and no more.
    """

    method: str
    path: str
    template: str
    subject: str
    scopes: frozenset[str] = frozenset()
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: status, headers (any case) and the parsed body, None when there is none."""

    status: int
    headers: Mapping[str, str]
    body: Any


class ServiceClient:
    """Calls one neighbour, `name` ("underwriting"), as the service whose signer it is given.

    Waits `timeout_s`, and never longer than whoever asked us still waits.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        signer: InternalSigner,
        *,
        timeout_s: float,
    ) -> None:
        self._audience = f"svc:{name}"
        self._signer = signer
        self._timeout_s = timeout_s
        limits = httpx.Limits(
            max_connections=CONNECTIONS_MAX,
            max_keepalive_connections=CONNECTIONS_MAX,
            keepalive_expiry=IDLE_CONNECTION_S,
        )
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=AiohttpTransport(limits=limits, trust_env=False),
            trust_env=False,
            follow_redirects=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, call: Call) -> Answer:
        """Make the call once. Raises NeighbourUnavailable or NeighbourRefused, nothing else."""
        deadline_ms = deadlines.deadline_within(self._timeout_s)
        left_s = deadlines.left_s(deadline_ms)
        if left_s <= 0:
            raise NeighbourUnavailable
        content = None if call.body is None else json.dumps(call.body, ensure_ascii=False).encode()
        headers = self._headers(call, deadline_ms)
        timeout = httpx.Timeout(left_s, connect=min(left_s, CONNECT_TIMEOUT_S))
        await reached(KitPoint.NEIGHBOUR_NEXT)
        try:
            async with self._http.stream(
                call.method, call.path, content=content, headers=headers, timeout=timeout
            ) as response:
                answer = _read(response, await _body(response))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            raise NeighbourUnavailable from error
        await reached(KitPoint.NEIGHBOUR_ANSWERED)
        return answer

    def _headers(self, call: Call, deadline_ms: int) -> dict[str, str]:
        context = current()
        headers = {
            **call.headers,
            "Accept": "application/json",
            "Authorization": f"Bearer {self._signer.mint(self._claims(call))}",
            "X-Request-Id": context.request_id,
            "traceparent": context.traceparent,
            deadlines.HEADER: str(deadline_ms),
        }
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if call.idempotency_key is not None:
            headers["Idempotency-Key"] = call.idempotency_key
        return headers

    def _claims(self, call: Call) -> InternalClaims:
        reads = call.method in REUSABLE_METHODS
        return InternalClaims(
            audience=self._audience,
            subject=call.subject,
            method=call.method,
            target=call.template if reads else call.path.partition("?")[0],
            scopes=call.scopes,
            idempotency_key=call.idempotency_key,
        )


async def _body(response: httpx.Response) -> bytes:
    octets = bytearray()
    async for piece in response.aiter_bytes():
        octets += piece
        if len(octets) > RESPONSE_MAX_BYTES:
            raise ValueError("the answer is too large")
    return bytes(octets)


def _read(response: httpx.Response, octets: bytes) -> Answer:
    status = response.status_code
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if status in _SUCCESSES and (not octets or media_type == "application/json"):
        return Answer(status, response.headers, json.loads(octets) if octets else None)
    if status in _REFUSALS and status not in _FOR_LATER and media_type == MEDIA_TYPE:
        problem = json.loads(octets)
        if isinstance(problem, dict):
            raise NeighbourRefused(status, problem)
    raise NeighbourUnavailable(status)
