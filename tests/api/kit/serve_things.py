"""The tiny service as a process of its own, for tests that send signals and raw bytes."""

import asyncio
import sys
from dataclasses import dataclass

from fastapi import APIRouter

from services.kit.app import build_app
from services.kit.logs import configure_logging
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.server import run, serve
from tests.api.kit.things import Doors, router, things_app

slow = APIRouter(route_class=StrictRoute, prefix="/v1/slow", tags=["slow"])
NAP_S = 1.0


@slow.get("", **operation(scope="applications:read"))
async def nap() -> dict[str, str]:
    """Answer after a while."""
    await asyncio.sleep(NAP_S)
    return {"nap": "over"}


@dataclass(frozen=True)
class Place:
    """Where to listen."""

    port: int
    ops_port: int
    host: str = "127.0.0.1"
    lameduck_s: float = 0.2


async def healthy() -> None:
    """Nothing to complain about."""


def main() -> None:
    """Serve until a signal says stop."""
    configure_logging("things", "info")
    port, ops_port = (int(argument) for argument in sys.argv[1:])
    tiny = things_app()
    app = build_app(
        service="things",
        settings=Doors(),
        routers=[router, slow],
        authenticator=tiny.state.authenticator,
        resources=tiny.state.resources,
    )
    app.state.made = []
    run(serve(app, settings=Place(port, ops_port), checks={"things": healthy}))


if __name__ == "__main__":
    main()
