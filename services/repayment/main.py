"""The repayment service put together; nothing is built elsewhere."""

from typing import Final

from fastapi import FastAPI

from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.kit.lender_file import lender_from
from services.kit.parked.routes import parked_deliveries_router
from services.kit.printing.fonts import font_from
from services.kit.printing.printer import Printer
from services.repayment.invariants import routes as invariants
from services.repayment.ledger import routes as ledger
from services.repayment.loans import routes as loans
from services.repayment.loans.layouts import LAYOUTS
from services.repayment.positions import routes as positions
from services.repayment.quotes import routes as quotes
from services.repayment.receipts import routes as receipts
from services.repayment.resources import RepaymentResources
from services.repayment.settings import SERVICE, Settings

ROUTERS: Final = (
    quotes.router,
    *loans.ROUTERS,
    *receipts.ROUTERS,
    ledger.router,
    invariants.router,
    positions.router,
    parked_deliveries_router(SERVICE),
)

# The gateway may knock at what is public, the disbursement service at its three doors.
ALLOWLIST: Final = {
    "svc:gateway": ("/v1/",),
    "svc:disbursement": (
        *("/internal/v1/loans/", "/internal/v1/funding-reversals/"),
        "/internal/v1/refund-payouts/",
    ),
}


def create_app(settings: Settings, foundation: Foundation) -> FastAPI:
    """The service's app."""
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=(*ROUTERS, *(receipts.SANDBOX_ROUTERS if settings.sandbox else ())),
        authenticator=foundation.authenticator,
        resources=RepaymentResources(
            sessions=foundation.resources.sessions,
            clock=foundation.resources.clock,
            cursors=foundation.resources.cursors,
            lender=lender_from(settings.lender_file),
            printer=Printer(font_from(settings.font_file), LAYOUTS),
        ),
        lifespan_steps=(foundation.lifespan,),
    )
