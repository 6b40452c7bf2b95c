"""The application service put together; nothing is built elsewhere."""

from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI

from services.application.assessment import routes as assessment
from services.application.catalogue import routes as catalogue
from services.application.collaterals import routes as collaterals
from services.application.fulfilment import routes as fulfilment
from services.application.groups import routes as groups
from services.application.intake import routes as intake
from services.application.offers import routes as offers
from services.application.parties import routes as parties
from services.application.resources import ApplicationResources
from services.application.settings import SERVICE, Settings
from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.health import Check
from services.kit.object_store import ObjectStore
from services.kit.parked.routes import parked_deliveries_router

ROUTERS: Final = (
    catalogue.router,
    *parties.ROUTERS,
    *groups.ROUTERS,
    *intake.ROUTERS,
    collaterals.router,
    *assessment.ROUTERS,
    offers.router,
    *fulfilment.ROUTERS,
    parked_deliveries_router(SERVICE),
)

_TOLD: Final = "/internal/v1/applications/{application_id}"
# The gateway may knock at what is public, each neighbour at the doors that are its own.
ALLOWLIST: Final = {
    "svc:gateway": ("/v1/",),
    "svc:underwriting": (f"{_TOLD}/decision",),
    "svc:disbursement": (f"{_TOLD}/contract-status", f"{_TOLD}/payout-status"),
    "svc:repayment": (f"{_TOLD}/loan-status",),
}


def create_app(settings: Settings, foundation: Foundation) -> FastAPI:
    """The service's app."""
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=ROUTERS,
        authenticator=foundation.authenticator,
        resources=ApplicationResources(
            sessions=foundation.resources.sessions,
            clock=foundation.resources.clock,
            cursors=foundation.resources.cursors,
            field_keys=foundation.field_keys,
            object_store=ObjectStore(settings.object_store_url, "materials"),
        ),
        lifespan_steps=(foundation.lifespan,),
    )


def own_checks(app: FastAPI) -> Mapping[str, Check]:
    """What this service needs beside its foundation: the store of uploaded materials."""
    return {"object_store": app.state.resources.object_store.ready}
