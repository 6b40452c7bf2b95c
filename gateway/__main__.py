"""`python -m gateway`: read the settings, put the gateway together, serve until told to stop."""

import gc
import sys
from typing import Final

from starlette.types import ASGIApp

from gateway.contracts import ContractUnusable
from gateway.main import create_app
from gateway.reference import ReferenceAssetsMissing
from gateway.route_table import RouteTableBroken
from gateway.settings import GatewaySettings
from services.kit.arming import arm_process
from services.kit.jwt import KeyRefused
from services.kit.logs import configure_logging
from services.kit.server import run, serve
from services.kit.service_keys import KeyFileUnusable
from services.kit.settings import EXIT_CONFIG, Misconfigured, load

# A proxied request makes much short-lived garbage and hardly a cycle.
COLLECT_AFTER_ALLOCATIONS: Final = 50_000

_REFUSALS: Final = (
    ContractUnusable,
    KeyFileUnusable,
    KeyRefused,
    ReferenceAssetsMissing,
    RouteTableBroken,
)


def main() -> None:
    """Run the gateway; exits with 78 and one plain line when it cannot be put together."""
    settings = load(GatewaySettings)
    configure_logging("gateway", settings.log_level)
    try:
        app = create_app(settings)
    except _REFUSALS as refused:
        sys.stderr.write(f"GATEWAY: {refused}\n")
        raise SystemExit(EXIT_CONFIG) from refused
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER_ALLOCATIONS)
    run(_serve(app, settings))


async def _serve(app: ASGIApp, settings: GatewaySettings) -> None:
    try:
        arm_process(settings)
    except Misconfigured as refused:
        sys.stderr.write(f"GATEWAY: {refused}\n")
        raise SystemExit(EXIT_CONFIG) from refused
    await serve(app, settings=settings, checks={})


if __name__ == "__main__":
    main()
