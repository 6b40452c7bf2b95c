"""The disbursement service put together; nothing is built elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from fastapi import FastAPI

from services.disbursement.conditions import routes as conditions
from services.disbursement.contracts import routes as contracts
from services.disbursement.contracts.layouts import LAYOUTS
from services.disbursement.contracts.signing.sandbox import SandboxSigner
from services.disbursement.payees import routes as payees
from services.disbursement.payouts import routes as payouts
from services.disbursement.rails.callback_secrets import CallbackSecrets
from services.disbursement.rails.sandbox import NAME as SANDBOX
from services.disbursement.resources import DisbursementResources
from services.disbursement.settings import SERVICE, Settings
from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.health import Check
from services.kit.lender_file import lender_from
from services.kit.object_store import ObjectStore
from services.kit.parked.routes import parked_deliveries_router
from services.kit.printing.fonts import font_from
from services.kit.printing.printer import Printer

ROUTERS: Final = (
    *contracts.ROUTERS,
    payees.router,
    conditions.router,
    *payouts.ROUTERS,
    parked_deliveries_router(SERVICE),
)

# The gateway may knock at what is public, each neighbour at the doors that are its own.
ALLOWLIST: Final = {
    "svc:gateway": ("/v1/",),
    "svc:application": ("/internal/v1/contracts/{application_id}",),
    "svc:repayment": ("/internal/v1/contracts/{contract_id}/loan-status", "/internal/v1/refunds/"),
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
            printer=Printer(font_from(settings.font_file), LAYOUTS),
            object_store=ObjectStore(settings.object_store_url, "contracts"),
            cooling_off_days=settings.cooling_off_days,
            check_above_minor=settings.check_above_minor,
            callback_secrets=_callback_secrets(settings),
            signer=SandboxSigner(foundation.resources.sessions, foundation.field_keys),
            reading=timedelta(seconds=settings.reading_s),
            signing_days=settings.signing_days,
        ),
        lifespan_steps=(foundation.lifespan,),
    )


def _callback_secrets(settings: Settings) -> Mapping[str, CallbackSecrets]:
    """Whose calls back are taken; nobody's without a file."""
    if settings.callback_keys_file is None:
        return {}
    return {SANDBOX: CallbackSecrets.from_file(settings.callback_keys_file)}


def own_checks(app: FastAPI) -> Mapping[str, Check]:
    """What this service needs beside its foundation: the store of signed contracts."""
    return {"object_store": app.state.resources.object_store.ready}
