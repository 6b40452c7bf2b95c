"""What this service's routes ask for by annotation, beyond what the kit hands out."""

from typing import Annotated

from fastapi import Depends

from services.kit.dependencies import CallerDep, ClockDep, SessionsDep
from services.repayment.reader import Reader


async def _reader(caller: CallerDep, clock: ClockDep, sessions: SessionsDep) -> Reader:
    return Reader(caller, clock, sessions)


ReaderDep = Annotated[Reader, Depends(_reader)]
