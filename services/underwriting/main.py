"""The underwriting service put together; nothing is built elsewhere."""

from fastapi import FastAPI

from services.kit.app import build_app
from services.kit.foundation import Foundation
from services.underwriting.settings import SERVICE, Settings


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
