"""Payouts over HTTP."""

from services.disbursement.payouts.routes import callbacks, internal, payouts, work

ROUTERS = (payouts.router, work.router, callbacks.router, internal.router)
