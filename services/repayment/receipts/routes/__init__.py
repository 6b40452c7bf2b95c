"""Receipts over HTTP: booked by finance, seen by everybody concerned."""

from typing import Final

from services.repayment.receipts.routes import repayments

ROUTERS: Final = (repayments.router,)
