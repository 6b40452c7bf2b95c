"""One request at the door: its headers read once, strictly, before anything else looks at it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from gateway.refusals import HostNotServed
from services.kit import telemetry
from services.kit.errors import HeadersTooLarge, MalformedHeader, MethodNotAllowed, TooLarge
from services.kit.threshold import HEAD_MAX_BYTES, HEADERS_MAX

BODY_BYTES_MAX: Final = 12 * 1024 * 1024  # no operation takes more, whatever its contract says
LENGTH_DIGITS_MAX: Final = 12

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ALLOW_ALL: Final = sorted(METHODS)

# A name or an address, and a port: nothing that a reader of addresses could take for more.
_HOST: Final = re.compile(
    r"([a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?", re.ASCII | re.IGNORECASE
)
# A method hidden in a header would be limited and authorised as another.
_OVERRIDES: Final = frozenset({b"x-http-method-override", b"x-http-method", b"x-method-override"})
_ONCE: Final = frozenset(
    {
        b"host", b"content-length", b"content-type", b"content-encoding", b"idempotency-key",
        b"if-match", b"x-request-id", b"traceparent", b"origin", b"expect", b"transfer-encoding",
    }
)  # fmt: skip


@dataclass(slots=True)
class Knock:
    """What the gateway knows of a request before it knows who sends it."""

    method: str
    raw_path: bytes
    query: bytes
    fields: list[tuple[bytes, bytes]]
    headers: dict[bytes, bytes]
    peer: str
    context: telemetry.RequestContext
    body_length: int | None  # None: chunked, length unknown

    @property
    def awaits_leave(self) -> bool:
        """Whether the caller sends its body only when told to go on (RFC 9110 10.1.1)."""
        return b"expect" in self.headers

    def header(self, name: bytes) -> str | None:
        """Return a header's value, or None; names are lower case."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")


def knock_of(scope: Scope) -> Knock:
    """Read an ASGI scope without judging it."""
    fields: list[tuple[bytes, bytes]] = scope["headers"]
    headers = dict(fields)
    request_id, traceparent = headers.get(b"x-request-id"), headers.get(b"traceparent")
    client = scope.get("client")
    return Knock(
        method=scope["method"],
        raw_path=scope["raw_path"],
        query=scope["query_string"],
        fields=fields,
        headers=headers,
        peer=client[0] if client else "unknown",
        context=telemetry.context_of(
            None if request_id is None else request_id.decode("latin-1"),
            None if traceparent is None else traceparent.decode("latin-1"),
        ),
        body_length=0,
    )


def check_frame(knock: Knock, hosts: frozenset[str]) -> None:
    """Judge caps, Host, method and framing. Raises HeadersTooLarge, HostNotServed and others."""
    _check_caps(knock.fields)
    _check_repeats(knock.fields)
    host = knock.header(b"host")
    if host is None or not _HOST.fullmatch(host) or (hosts and host.lower() not in hosts):
        raise HostNotServed
    if knock.method not in METHODS or not _OVERRIDES.isdisjoint(knock.headers):
        raise MethodNotAllowed(extra={"allow": ALLOW_ALL})
    knock.body_length = _body_length(knock)
    if knock.body_length is not None and knock.body_length > BODY_BYTES_MAX:
        raise TooLarge


def _check_caps(fields: list[tuple[bytes, bytes]]) -> None:
    size_bytes = sum(len(name) + len(value) for name, value in fields)
    if len(fields) > HEADERS_MAX or size_bytes > HEAD_MAX_BYTES:
        raise HeadersTooLarge


def _check_repeats(fields: Iterable[tuple[bytes, bytes]]) -> None:
    seen: set[bytes] = set()
    for name, _ in fields:
        if name in seen and name in _ONCE:
            raise HostNotServed if name == b"host" else MalformedHeader
        seen.add(name)


def _body_length(knock: Knock) -> int | None:
    encoding, length = knock.headers.get(b"transfer-encoding"), knock.headers.get(b"content-length")
    if encoding is not None:
        if length is not None or encoding.lower() != b"chunked":
            raise MalformedHeader
        return None
    if length is None:
        return 0
    if not length.isdigit() or len(length) > LENGTH_DIGITS_MAX:
        raise MalformedHeader
    return int(length)
