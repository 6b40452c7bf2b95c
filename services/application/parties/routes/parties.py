"""People and businesses over HTTP."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.dependencies import FieldKeysDep
from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.masks import audience_of
from services.application.parties import examples, queries, views
from services.application.parties.domain.errors import (
    ApplicationUnderWay,
    IdentityFixed,
    PartyExists,
    PersonExists,
)
from services.application.parties.queries import PartyFilter
from services.application.parties.routes.parameters import PartyPath, ReadingDep
from services.application.parties.schemas.read import PartyPage, PartyRead
from services.application.parties.schemas.written import PartyCreate, PartyUpdate
from services.application.parties.use_cases.amend_party import amend_party
from services.application.parties.use_cases.register_party import register_party
from services.kit.dependencies import AskDep, EditDep, PageDep, VersionedDep
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/parties", tags=["parties"])


@router.post(
    "",
    status_code=201,
    response_model=PartyRead,
    **operation(
        scope="parties:write",
        key=True,
        etag=True,
        body="json",
        errors=(PartyExists, PersonExists),
        request_example=examples.PARTY_CREATE_EXAMPLE,
        response_example=examples.PARTY_REGISTERED_EXAMPLE,
    ),
)
async def post_party(body: PartyCreate, keys: FieldKeysDep, ask: AskDep) -> Response:
    """Register a person or a business.

    A borrower registers itself and any number of businesses it represents; a partner registers
    its customers. The answer is masked, as it is kept for replays: read the party for the rest.
    One you registered before answers `party_exists`, with its `party_id`.
    """
    wanted = ask.rendering(views.party_registered)
    return response_of(await register_party(body.customer_type, body.particulars(), keys, wanted))


@router.get(
    "",
    response_model=PartyPage,
    **operation(scope="parties:read", paged=True, response_example=examples.PARTIES_EXAMPLE),
)
async def list_parties(
    reading: ReadingDep,
    page: PageDep,
    kind: PartyKind | None = None,
    customer_type: CustomerType | None = None,
) -> Page[PartyRead]:
    """List your parties, newest first; staff sees all of them."""
    found = await queries.visible_parties(PartyFilter(kind, customer_type), page, reading)
    return views.parties(found, page, audience_of(reading.caller))


@router.get(
    "/{party_id}",
    response_model=PartyRead,
    **operation(
        scope="parties:read", resource="party", etag=True, response_example=examples.PARTY_EXAMPLE
    ),
)
async def get_party(party_id: PartyPath, reading: ReadingDep, versioned: VersionedDep) -> Response:
    """Show one party, masked by who is asking."""
    found = await queries.party_by_id(party_id, reading)
    return versioned(views.party(found, audience_of(reading.caller)), found.version)


@router.patch(
    "/{party_id}",
    response_model=PartyRead,
    **operation(
        scope="parties:write",
        resource="party",
        if_match=True,
        body="json",
        errors=(PartyExists, IdentityFixed, ApplicationUnderWay),
        request_example=examples.PARTY_UPDATE_EXAMPLE,
        response_example=examples.PARTY_EXAMPLE,
    ),
)
async def patch_party(
    party_id: PartyPath, body: PartyUpdate, keys: FieldKeysDep, edit: EditDep
) -> Response:
    """Change what is known of a party.

    Name and number stand once an application was submitted under them; type and legal
    representative while one is under way. So do `established_on`, `industry_code`,
    `licence_valid_to`, `identity_valid_to` and `marital_status`, also for an application of a
    business the person represents and of the person who represents the business; they may be
    corrected while it is back for a supplement and none of its materials was verified or waived.
    """
    amended = await amend_party(party_id, body.changes(), keys, edit)
    return response_of(views.party_shown(amended, audience_of(edit.caller)))
