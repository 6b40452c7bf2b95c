"""The routes of contract, payout and loan statuses."""

from typing import Final

from services.application.fulfilment.routes import internal

ROUTERS: Final = (internal.router,)
