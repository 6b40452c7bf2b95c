"""The disbursement service put together; nothing is built elsewhere."""

from typing import Final

from fastapi import FastAPI

from services.disbursement.contracts import routes as contracts
from services.disbursement.lender import lender_from
from services.disbursement.resources import DisbursementResources
from services.disbursement.settings import SERVICE, Settings
from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.parked.routes import parked_deliveries_router

ROUTERS: Final = (*contracts.ROUTERS, parked_deliveries_router(SERVICE))

# The gateway may knock at what is public, the application service at its one door.
ALLOWLIST: Final = {
    "svc:gateway": ("/v1/",),
    "svc:application": ("/internal/v1/contracts/",),
}


def create_app(settings: Settings, foundation: Foundation) -> FastAPI:
    """The service's app."""
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=ROUTERS,
        authenticator=foundation.authenticator,
        resources=DisbursementResources(
            sessions=foundation.resources.sessions,
            clock=foundation.resources.clock,
            cursors=foundation.resources.cursors,
            field_keys=foundation.field_keys,
            lender=lender_from(settings.lender_file),
        ),
        lifespan_steps=(foundation.lifespan,),
    )
