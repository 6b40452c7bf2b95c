"""What the routes of contracts ask for by annotation."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from services.disbursement.contracts.drafting import Office
from services.disbursement.resources import DisbursementResources
from services.kit.dependencies import ClockDep


async def _office(request: Request, clock: ClockDep) -> Office:
    resources: DisbursementResources = request.app.state.resources
    return Office(resources.lender, clock.today(), resources.field_keys)


OfficeDep = Annotated[Office, Depends(_office)]
