"""The application service put together; nothing is built elsewhere."""

from typing import Final

from fastapi import FastAPI

from services.application.catalogue import routes as catalogue
from services.application.resources import ApplicationResources
from services.application.settings import Settings
from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.server import serve
from services.kit.settings import load

SERVICE: Final = "application"
ROUTERS: Final = (catalogue.router,)


def create_app(settings: Settings, foundation: Foundation | None = None) -> FastAPI:
    """The service's app. Raises what `Foundation.lay` raises."""
    ground = foundation or Foundation.lay(SERVICE, settings)
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=ROUTERS,
        authenticator=ground.authenticator,
        resources=ApplicationResources(
            sessions=ground.resources.sessions,
            clock=ground.resources.clock,
            cursors=ground.resources.cursors,
            field_keys=ground.field_keys,
        ),
        lifespan_steps=(ground.lifespan,),
    )


async def main() -> None:
    """Serve until a signal says stop."""
    settings = load(Settings)
    foundation = Foundation.lay(SERVICE, settings)
    app = create_app(settings, foundation)
    await serve(app, settings=settings, checks=foundation.checks)
