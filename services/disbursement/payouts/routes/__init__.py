"""Payouts over HTTP."""

from services.disbursement.payouts.routes import callbacks, payouts, work

ROUTERS = (payouts.router, work.router, callbacks.router)
