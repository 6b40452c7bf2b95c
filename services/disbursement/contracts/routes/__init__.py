"""Contracts over HTTP: told by our neighbour, read and signed by its parties."""

from typing import Final

from services.disbursement.contracts.routes import contracts, disclosure, internal, signing

ROUTERS: Final = (
    internal.router,
    contracts.router,
    disclosure.router,
    signing.router,
)
