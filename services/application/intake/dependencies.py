"""What intake's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from services.application.domain.checklists import MediaType
from services.application.intake.incoming import IncomingFile
from services.application.intake.queries import Reader
from services.application.resources import ApplicationResources
from services.kit.dependencies import CallerDep, ClockDep, SessionsDep
from services.kit.object_store import ObjectStore


async def _reader(caller: CallerDep, clock: ClockDep, sessions: SessionsDep) -> Reader:
    return Reader(caller, clock, sessions)


async def _object_store(request: Request) -> ObjectStore:
    resources: ApplicationResources = request.app.state.resources
    return resources.object_store


async def _incoming(request: Request) -> IncomingFile:
    """The upload of a request whose door let its content type pass."""
    media_type = request.headers["content-type"].partition(";")[0].strip().lower()
    return IncomingFile(MediaType(media_type), request.stream())


ReaderDep = Annotated[Reader, Depends(_reader)]
ObjectStoreDep = Annotated[ObjectStore, Depends(_object_store)]
IncomingFileDep = Annotated[IncomingFile, Depends(_incoming)]
