"""Which request this is: request id and W3C trace context, carried through every await."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from services.kit.identifiers import new_id, typeid_of

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})", re.ASCII)
_SAMPLED: Final = "01"


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The correlation of one request or job; `traceparent` names our own span in the trace.

    `deadline_ms` is when whoever asked stops waiting (milliseconds since 1970), None when nobody
    said.
    """

    request_id: str
    traceparent: str
    deadline_ms: int | None = None

    @property
    def trace_id(self) -> str:
        """The 32 hexadecimal digits every hop of this trace shares."""
        return self.traceparent.split("-")[1]


_bound: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def context_of(
    request_id: str | None, traceparent: str | None, deadline_ms: int | None = None
) -> RequestContext:
    """The context of an incoming request: what it sent where well-formed, else made anew."""
    well_formed = request_id is not None and _REQUEST_ID.fullmatch(request_id)
    return RequestContext(
        request_id if request_id and well_formed else typeid_of("req", new_id()),
        _next_span(traceparent or ""),
        deadline_ms,
    )


def current() -> RequestContext:
    """The context of the request or job being worked on; a fresh one outside of any."""
    return _bound.get() or context_of(None, None)


def bound() -> RequestContext | None:
    """The context of the request or job being worked on, if there is one."""
    return _bound.get()


@contextmanager
def entered(context: RequestContext) -> Iterator[RequestContext]:
    """Work under `context` until the block ends."""
    token = _bound.set(context)
    try:
        yield context
    finally:
        _bound.reset(token)


def _next_span(traceparent: str) -> str:
    match = _TRACEPARENT.fullmatch(traceparent)
    known = match is not None and int(match[1], 16) and int(match[2], 16)
    trace_id, flags = (match[1], match[3]) if match and known else (secrets.token_hex(16), _SAMPLED)
    return f"00-{trace_id}-{secrets.token_hex(8)}-{flags}"
