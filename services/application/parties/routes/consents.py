"""Consents over HTTP."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.dependencies import FieldKeysDep
from services.application.parties import examples, queries, views
from services.application.parties.domain.errors import ConsentExists
from services.application.parties.routes.parameters import ConsentPath, PartyPath, ReadingDep
from services.application.parties.schemas.read import ConsentRead
from services.application.parties.schemas.written import ConsentCreate
from services.application.parties.use_cases.give_consent import give_consent
from services.application.parties.use_cases.revoke_consent import revoke_consent
from services.kit.dependencies import AskDep, PageDep
from services.kit.errors import TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/parties/{party_id}/consents", tags=["consents"]
)


@router.post(
    "",
    status_code=201,
    response_model=ConsentRead,
    **operation(
        scope="parties:write",
        resource="party",
        key=True,
        body="json",
        errors=(ConsentExists,),
        request_example=examples.CONSENT_CREATE_EXAMPLE,
        response_example=examples.CONSENT_EXAMPLE,
    ),
)
async def post_consent(
    party_id: PartyPath, body: ConsentCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Record that the party agreed to a text.

    The text in force is quoted by version and hash, as `/v1/consent-texts` gives it.
    """
    wanted = ask.rendering(views.consent_given)
    return response_of(await give_consent(party_id, body.given(), keys, wanted))


@router.get(
    "",
    response_model=Page[ConsentRead],
    **operation(
        scope="parties:read",
        resource="party",
        paged=True,
        response_example=examples.CONSENTS_EXAMPLE,
    ),
)
async def list_consents(
    party_id: PartyPath, reading: ReadingDep, page: PageDep
) -> Page[ConsentRead]:
    """List the consents of a party, newest first, revoked ones too."""
    return views.consents(await queries.consents_of(party_id, page, reading), page)


@router.post(
    "/{consent_id}/revocations",
    status_code=201,
    response_model=ConsentRead,
    **operation(
        scope="parties:write",
        resource="party",
        key=True,
        errors=(TransitionNotAllowed,),
        response_example=examples.CONSENT_EXAMPLE
        | {"status": "revoked", "is_current": False, "revoked_at": "2026-11-24T01:00:00Z"},
    ),
)
async def post_consent_revocation(
    party_id: PartyPath, consent_id: ConsentPath, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Withdraw a consent; what was lawfully done under it stays done."""
    wanted = ask.rendering(views.consent_given)
    return response_of(await revoke_consent(party_id, consent_id, keys, wanted))
