"""Groups over HTTP: the thing itself, its members, and its moves."""

from typing import Final

from services.application.groups.routes import groups, members, moves, texts

ROUTERS: Final = (groups.router, members.router, moves.router, texts.router)
