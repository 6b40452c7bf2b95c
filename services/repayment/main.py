"""The repayment service put together; nothing is built elsewhere."""

from typing import Final

from fastapi import FastAPI

from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.repayment.quotes import routes as quotes
from services.repayment.settings import SERVICE, Settings

ROUTERS: Final = (quotes.router,)


def create_app(settings: Settings, foundation: Foundation) -> FastAPI:
    """The service's app."""
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=ROUTERS,
        authenticator=foundation.authenticator,
        resources=foundation.resources,
        lifespan_steps=(foundation.lifespan,),
    )
