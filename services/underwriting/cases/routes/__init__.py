"""Cases over HTTP: told by our neighbour, worked on by staff."""

from typing import Final

from services.underwriting.cases.routes import cases, desk, internal, securities

ROUTERS: Final = (internal.router, cases.router, desk.router, securities.router)
