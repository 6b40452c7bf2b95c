"""What several routes of parties take."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path

from services.application.dependencies import FieldKeysDep
from services.application.parties.queries import Reading
from services.kit.dependencies import CallerDep, SessionsDep
from services.kit.schemas import TypeId

PartyPath = Annotated[UUID, TypeId("party"), Path(description="the party's id")]
ConsentPath = Annotated[UUID, TypeId("cons"), Path(description="the consent's id")]


async def _reading(sessions: SessionsDep, caller: CallerDep, keys: FieldKeysDep) -> Reading:
    return Reading(sessions, caller, keys)


ReadingDep = Annotated[Reading, Depends(_reading)]
