"""What the routes of groups ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends

from services.application.dependencies import FieldKeysDep
from services.application.groups.queries import Reading
from services.kit.dependencies import CallerDep, SessionsDep


async def _reading(sessions: SessionsDep, caller: CallerDep, keys: FieldKeysDep) -> Reading:
    return Reading(sessions, caller, keys)


ReadingDep = Annotated[Reading, Depends(_reading)]
