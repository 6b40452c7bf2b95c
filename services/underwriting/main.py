"""The underwriting service put together; nothing is built elsewhere."""

from typing import Final

from fastapi import FastAPI

from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.parked.routes import parked_deliveries_router
from services.underwriting.cases import routes as cases
from services.underwriting.decisions import routes as decisions
from services.underwriting.exposure import routes as exposure
from services.underwriting.resources import UnderwritingResources
from services.underwriting.settings import SERVICE, Settings
from services.underwriting.watchlist import routes as watchlist

ROUTERS: Final = (
    *cases.ROUTERS,
    decisions.router,
    *exposure.ROUTERS,
    watchlist.router,
    parked_deliveries_router(SERVICE),
)

# The gateway may knock at what is public, each neighbour at its one door.
ALLOWLIST: Final = {
    "svc:gateway": ("/v1/",),
    "svc:application": ("/internal/v1/cases/",),
    "svc:disbursement": ("/internal/v1/screenings/",),
    "svc:repayment": ("/internal/v1/exposures/",),
}


def create_app(settings: Settings, foundation: Foundation) -> FastAPI:
    """The service's app."""
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=ROUTERS,
        authenticator=foundation.authenticator,
        resources=UnderwritingResources(
            sessions=foundation.resources.sessions,
            clock=foundation.resources.clock,
            cursors=foundation.resources.cursors,
            field_keys=foundation.field_keys,
        ),
        lifespan_steps=(foundation.lifespan,),
    )
