"""What this service's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from services.kit.dependencies import CallerDep, ClockDep, SessionsDep
from services.kit.field_keys import FieldKeys
from services.underwriting.reader import Reader
from services.underwriting.resources import UnderwritingResources


async def _field_keys(request: Request) -> FieldKeys:
    resources: UnderwritingResources = request.app.state.resources
    return resources.field_keys


async def _reader(caller: CallerDep, clock: ClockDep, sessions: SessionsDep) -> Reader:
    return Reader(caller, clock, sessions)


FieldKeysDep = Annotated[FieldKeys, Depends(_field_keys)]
ReaderDep = Annotated[Reader, Depends(_reader)]
