"""A service as ours are, with one read: what the gateway bench asks, directly and through it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker

from services.kit.app import build_app
from services.kit.clock import SystemClock
from services.kit.internal_tokens import InternalAuthenticator
from services.kit.logs import configure_logging
from services.kit.openapi import document
from services.kit.operations import operation
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.routing import StrictRoute
from services.kit.schemas import ReadSchema
from services.kit.server import run, serve
from services.kit.service_keys import PEERS_FILE

TEMPLATE: Final = "/v1/things/{thing_id}"
PATH: Final = "/v1/things/thing_1"


class ThingRead(ReadSchema):
    """Something small to read."""

    id: str
    status: str
    amount: int
    currency: str


router = APIRouter(route_class=StrictRoute, prefix="/v1/things", tags=["things"])


@router.get(
    "/{thing_id}",
    response_model=ThingRead,
    **operation(scope="applications:read", resource="thing"),
)
async def read_thing(thing_id: str) -> ThingRead:
    """Read one thing."""
    return ThingRead(id=thing_id, status="draft", amount=5_000_000, currency="CNY")


@dataclass(frozen=True)
class EchoSettings:
    """Where the service listens."""

    port: int
    ops_port: int
    host: str = "127.0.0.1"
    lameduck_s: float = 0
    cors_origins: tuple[str, ...] = ()
    concurrency_max: int = 256


def echo_app(keys_dir: Path, settings: EchoSettings) -> FastAPI:
    """Return the service, checking tokens with the keys in `keys_dir`."""
    return build_app(
        service="application",
        settings=settings,
        routers=[router],
        authenticator=InternalAuthenticator("svc:application", keys_dir / PEERS_FILE),
        resources=AppResources(
            sessions=async_sessionmaker(), clock=SystemClock(), cursors=CursorCodec(bytes(32))
        ),
    )


def contract(keys_dir: Path) -> dict[str, Any]:
    """Return the service's OpenAPI document."""
    return document(echo_app(keys_dir, EchoSettings(port=0, ops_port=0)))


if __name__ == "__main__":
    settings = EchoSettings(port=int(sys.argv[2]), ops_port=int(sys.argv[3]))
    configure_logging("application", "info")
    run(serve(echo_app(Path(sys.argv[1]), settings), settings=settings, checks={}))
