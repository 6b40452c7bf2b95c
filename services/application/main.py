"""The application service put together; nothing is built elsewhere."""

from typing import Final

from fastapi import FastAPI

from services.application.catalogue import routes as catalogue
from services.application.intake import routes as intake
from services.application.intake.storage import ObjectStore
from services.application.parties import routes as parties
from services.application.resources import ApplicationResources
from services.application.settings import SERVICE, Settings
from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.server import serve
from services.kit.settings import load

ROUTERS: Final = (catalogue.router, *parties.ROUTERS, *intake.ROUTERS)


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
            object_store=ObjectStore(settings.object_store_url),
        ),
        lifespan_steps=(ground.lifespan,),
    )


async def main() -> None:
    """Serve until a signal says stop."""
    settings = load(Settings)
    foundation = Foundation.lay(SERVICE, settings)
    app = create_app(settings, foundation)
    store: ObjectStore = app.state.resources.object_store
    await serve(
        app, settings=settings, checks={**foundation.checks, "object_store": store.ready}
    )
