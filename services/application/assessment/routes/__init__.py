"""The talk with underwriting over HTTP: told by our neighbour, answered by the borrower."""

from typing import Final

from services.application.assessment.routes import information, internal

ROUTERS: Final = (information.router, internal.router)
