"""Exposure over HTTP: told by our neighbour, read by staff."""

from typing import Final

from services.underwriting.exposure.routes import exposures, internal

ROUTERS: Final = (internal.router, exposures.router)
