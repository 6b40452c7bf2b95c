"""A whole gateway on a real port, a service behind it and an issuer beside it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.main import create_app
from gateway.settings import GatewaySettings
from services.kit.service_keys import generate
from tests.api.gateway.contract import contract
from tests.api.gateway.echo import Echo
from tests.forgery import Forger
from tests.raw_http import RawAnswer, ask, send_raw
from tests.serving import address_of, free_socket, served

EVERYTHING = "applications:read applications:write parties:read parties:write audit:read"


@dataclass(frozen=True)
class Stand:
    """What a test of the gateway talks to and looks at."""

    address: str
    echo: Echo
    forger: Forger
    settings: GatewaySettings

    def token(self, **changes: Any) -> str:
        """Return a borrower's good token with `changes` to its claims."""
        return self.forger.token(self.forger.claims(**changes))

    async def ask(
        self,
        method: str,
        target: str,
        headers: list[tuple[str, str]] | None = None,
        body: bytes = b"",
        token: str | None = None,
    ) -> RawAnswer:
        """Ask the gateway with `token`, by default a borrower's; an empty one sends none."""
        token = self.token() if token is None else token
        fields = [("Authorization", f"Bearer {token}")] if token else []
        return await ask(self.address, method, target, [*fields, *(headers or [])], body)

    async def ask_unframed(
        self, method: str, target: str, headers: list[tuple[str, str]], body: bytes
    ) -> RawAnswer:
        """Ask with a body whose framing `headers` declare."""
        fields = [("Authorization", f"Bearer {self.token()}"), *headers]
        head = [f"{method} {target} HTTP/1.1", f"Host: {urlsplit(self.address).netloc}"]
        head += [f"{name}: {value}" for name, value in fields]
        text = "\r\n".join([*head, "Connection: close", "", ""])
        return await send_raw(self.address, text.encode() + body)


def issuer_app(forger: Forger) -> Starlette:
    """The key set of an OpenID issuer."""

    async def jwks(_: Request) -> Response:
        return JSONResponse(forger.jwks)

    return Starlette(routes=[Route("/jwks.json", jwks)])


def a_forger(issuer: str) -> Forger:
    """Return an issuer whose tokens are, unless bent, a borrower's with every scope."""
    extra = {"client_id": "app", "roles": ["borrower"], "scope": EVERYTHING}
    return Forger(issuer=issuer, audience="xiaowei", typ="at+jwt", extra=extra)


def stand_settings(folder: Path, upstream: str, **changes: Any) -> dict[str, Any]:
    """Return settings over a contract file and keys in `folder`; `changes` go on top."""
    contract_file = folder / "openapi.json"
    contract_file.write_text(json.dumps(contract()), encoding="utf-8")
    generate(folder / "keys", ["gateway", "application"])
    return {
        "environment": "development",
        "keys_dir": folder / "keys",
        "contracts": {"application": contract_file},
        "upstreams": {"application": (upstream,)},
        **changes,
    }


@asynccontextmanager
async def standing(folder: Path, **changes: Any) -> AsyncIterator[Stand]:
    """Run the gateway of `changes` with an echoing service and a test issuer."""
    echo, listener, issuer_socket = Echo(), free_socket(), free_socket()
    forger = a_forger(address_of(issuer_socket))
    issuer = {
        "issuer": forger.issuer,
        "jwks_uri": f"{forger.issuer}/jwks.json",
        "algorithm": "ES256",
    }
    async with served(echo) as upstream, served(issuer_app(forger), issuer_socket):
        given = stand_settings(folder, upstream) | {"issuers": [issuer]} | changes
        given |= {"port": listener.getsockname()[1], "public_url": address_of(listener)}
        settings = GatewaySettings(**given)
        async with served(create_app(settings), listener) as address:
            yield Stand(address, echo, forger, settings)
            echo.patience.set()
