"""What this service's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from services.disbursement.keeping import Keeping
from services.disbursement.reader import Reader
from services.disbursement.resources import DisbursementResources
from services.kit.dependencies import CallerDep, ClockDep, SessionsDep
from services.kit.field_keys import FieldKeys


async def _field_keys(request: Request) -> FieldKeys:
    resources: DisbursementResources = request.app.state.resources
    return resources.field_keys


async def _keeping(request: Request) -> Keeping:
    resources: DisbursementResources = request.app.state.resources
    return Keeping(resources.field_keys, resources.cooling_off_days)


async def _reader(caller: CallerDep, clock: ClockDep, sessions: SessionsDep) -> Reader:
    return Reader(caller, clock, sessions)


FieldKeysDep = Annotated[FieldKeys, Depends(_field_keys)]
KeepingDep = Annotated[Keeping, Depends(_keeping)]
ReaderDep = Annotated[Reader, Depends(_reader)]
