"""The gateway's own pages, by exact path: health, reference, problems and, locally, the issuer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import request_response
from starlette.types import ASGIApp

READ: Final = ("GET", "HEAD", "OPTIONS")
FORM: Final = ("OPTIONS", "POST")

PageRate = Literal["ip", "login"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `rate_class` names the allowance an address uses up by asking for it."""

    answer: ASGIApp
    methods: tuple[str, ...] = READ
    rate_class: PageRate = "ip"


def fixed(content: bytes | str, media_type: str, headers: Mapping[str, str] | None = None) -> Page:
    """A page that is the same for everybody."""
    return Page(Response(content, media_type=media_type, headers=dict(headers or {})))


def computed(
    answer: Callable[[Request], Awaitable[Response]],
    *,
    methods: tuple[str, ...] = READ,
    rate_class: PageRate = "ip",
) -> Page:
    """A page worked out for each request."""
    return Page(request_response(answer), methods, rate_class)
