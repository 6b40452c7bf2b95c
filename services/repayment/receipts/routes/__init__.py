"""Receipts over HTTP: booked by finance, seen by everybody concerned."""

from typing import Final

from services.repayment.receipts.routes import payoff, repayments, sandbox

ROUTERS: Final = (repayments.router, payoff.router)
SANDBOX_ROUTERS: Final = (sandbox.router,)
