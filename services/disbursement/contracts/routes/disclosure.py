"""The disclosure of costs: read, read for long enough, confirmed."""

from functools import partial
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.disbursement.contracts import disclosure_views, examples, queries, views
from services.disbursement.contracts.dependencies import ReadingTimeDep
from services.disbursement.contracts.domain.errors import (
    DisclosureChanged,
    DisclosureUnread,
    StillReading,
)
from services.disbursement.contracts.routes.parameters import ContractPath
from services.disbursement.contracts.schemas.disclosed import DisclosureRead
from services.disbursement.contracts.schemas.read import ContractRead
from services.disbursement.contracts.schemas.written import ConfirmationCreate
from services.disbursement.contracts.use_cases.begin_reading import begin_reading
from services.disbursement.contracts.use_cases.confirm_disclosure import confirm_disclosure
from services.disbursement.dependencies import ReaderDep
from services.kit.dependencies import AskDep
from services.kit.errors import TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute,
    prefix="/v1/contracts/{contract_id}/cost-disclosure",
    tags=["contracts"],
)


@router.get(
    "",
    response_model=DisclosureRead,
    **operation(
        scope="contracts:read",
        resource="contract",
        response_example=examples.DISCLOSURE_EXAMPLE,
    ),
)
async def get_contract_cost_disclosure(
    contract_id: ContractPath, takes: ReadingTimeDep, reader: ReaderDep
) -> DisclosureRead:
    """Show all costs: each item, its standard, who collects it and when, and the cost of a year.

    What arises only on default or an event is listed apart. Nothing else may be charged.
    """
    return disclosure_views.disclosure(await queries.disclosure(contract_id, reader), takes)


@router.post(
    "/readings",
    status_code=201,
    response_model=DisclosureRead,
    **operation(
        scope="contracts:sign",
        resource="contract",
        key=True,
        etag=True,
        errors=(TransitionNotAllowed,),
        response_example=examples.DISCLOSURE_EXAMPLE,
    ),
)
async def post_contract_cost_disclosure_reading(
    contract_id: ContractPath, takes: ReadingTimeDep, ask: AskDep
) -> Response:
    """Begin to read the disclosure; from `may_confirm_at` on it can be confirmed."""
    wanted = ask.rendering(partial(disclosure_views.reading_begun, takes=takes))
    return response_of(await begin_reading(contract_id, wanted))


@router.post(
    "/confirmations",
    status_code=201,
    response_model=ContractRead,
    **operation(
        scope="contracts:sign",
        resource="contract",
        key=True,
        if_match=True,
        body="json",
        errors=(TransitionNotAllowed, DisclosureUnread, DisclosureChanged, StillReading),
        request_example=examples.CONFIRMATION_CREATE_EXAMPLE,
        response_example=examples.CONTRACT_EXAMPLE,
    ),
)
async def post_contract_cost_disclosure_confirmation(
    contract_id: ContractPath, body: ConfirmationCreate, takes: ReadingTimeDep, ask: AskDep
) -> Response:
    """Confirm the disclosure that was read; only then may anybody sign.

    Before the time for reading is over it is refused, and `Retry-After` says how long it takes.
    """
    wanted = ask.rendering(views.contract_moved)
    return response_of(await confirm_disclosure(contract_id, body, takes, wanted))
