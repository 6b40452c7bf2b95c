"""Applications over HTTP: the thing itself, its moves, and its materials."""

from typing import Final

from services.application.intake.routes import applications, materials, moves

ROUTERS: Final = (applications.router, moves.router, materials.router)
