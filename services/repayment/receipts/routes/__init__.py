"""Receipts over HTTP: booked by finance, seen by everybody concerned."""

from typing import Final

from services.repayment.receipts.routes import (
    fees,
    internal,
    payoff,
    refunds,
    repayments,
    sandbox,
    waivers,
)

ROUTERS: Final = (
    repayments.router,
    payoff.router,
    refunds.router,
    fees.router,
    waivers.router,
    internal.router,
)
SANDBOX_ROUTERS: Final = (sandbox.router,)
