"""Cases over HTTP: told by our neighbour, worked on by staff."""

from typing import Final

from services.underwriting.cases.routes import cases, desk, internal, screenings, securities

ROUTERS: Final = (internal.router, screenings.router, cases.router, desk.router, securities.router)
