"""The disbursement service put together; nothing is built elsewhere."""

from fastapi import FastAPI

from services.disbursement.settings import SERVICE, Settings
from services.kit.app import build_app
from services.kit.foundation import Foundation


def create_app(settings: Settings, foundation: Foundation) -> FastAPI:
    """The service's app."""
    return build_app(
        service=SERVICE,
        settings=settings,
        routers=(),
        authenticator=foundation.authenticator,
        resources=foundation.resources,
        lifespan_steps=(foundation.lifespan,),
    )
