"""What this service's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from services.application.resources import ApplicationResources
from services.kit.field_keys import FieldKeys


async def _resources(request: Request) -> ApplicationResources:
    resources: ApplicationResources = request.app.state.resources
    return resources


async def _field_keys(
    resources: Annotated[ApplicationResources, Depends(_resources)],
) -> FieldKeys:
    return resources.field_keys


FieldKeysDep = Annotated[FieldKeys, Depends(_field_keys)]
