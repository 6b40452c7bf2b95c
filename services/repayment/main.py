"""The repayment service put together; nothing is built elsewhere."""

from fastapi import FastAPI

from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.server import serve
from services.kit.settings import load
from services.repayment.settings import Settings

SERVICE = "repayment"


def create_app(settings: Settings, foundation: Foundation | None = None) -> FastAPI:
    """The service's app. Raises what `Foundation.lay` raises."""
    ground = foundation or Foundation.lay(SERVICE, settings)
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=(),
        authenticator=ground.authenticator,
        resources=ground.resources,
        lifespan_steps=(ground.lifespan,),
    )


async def main() -> None:
    """Serve until a signal says stop."""
    settings = load(Settings)
    foundation = Foundation.lay(SERVICE, settings)
    app = create_app(settings, foundation)
    await serve(app, settings=settings, checks=foundation.checks)
