"""What this service's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from services.disbursement.keeping import Keeping
from services.disbursement.payouts.calls import Calls
from services.disbursement.payouts.hearing_calls import Listening
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


async def _check_above(request: Request) -> int:
    resources: DisbursementResources = request.app.state.resources
    return resources.check_above_minor


async def _calls(request: Request) -> Calls:
    resources: DisbursementResources = request.app.state.resources
    listening = Listening(resources.sessions, resources.clock, resources.field_keys)
    return Calls(resources.callback_secrets, resources.machine_clock, listening)


async def _reader(caller: CallerDep, clock: ClockDep, sessions: SessionsDep) -> Reader:
    return Reader(caller, clock, sessions)


FieldKeysDep = Annotated[FieldKeys, Depends(_field_keys)]
KeepingDep = Annotated[Keeping, Depends(_keeping)]
CheckAboveDep = Annotated[int, Depends(_check_above)]
CallsDep = Annotated[Calls, Depends(_calls)]
ReaderDep = Annotated[Reader, Depends(_reader)]
