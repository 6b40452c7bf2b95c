"""Offers over HTTP: looked at, and accepted by id and version alone."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.application.offers import examples, queries, views
from services.application.offers.domain.errors import GroupNotActive, OfferExpired
from services.application.offers.schemas.read import OfferId, OfferList, OfferRead
from services.application.offers.use_cases.accept_offer import accept_offer
from services.kit.dependencies import AskDep, CallerDep, SessionsDep, VersionedDep
from services.kit.errors import TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1", tags=["offers"])


@router.get(
    "/applications/{application_id}/offers",
    response_model=OfferList,
    **operation(
        scope="applications:read",
        resource="application",
        response_example=examples.OFFERS_EXAMPLE,
    ),
)
async def list_application_offers(
    application_id: Annotated[UUID, TypeId("app")], caller: CallerDep, sessions: SessionsDep
) -> OfferList:
    """List the offers made for an application, the latest first.

    All of them at once: there are few, and at most one can be accepted.
    """
    return views.offers(await queries.offers_of(application_id, caller, sessions))


@router.get(
    "/offers/{offer_id}",
    response_model=OfferRead,
    **operation(
        scope="applications:read",
        resource="offer",
        etag=True,
        response_example=examples.OFFER_EXAMPLE,
    ),
)
async def get_offer(
    offer_id: OfferId, caller: CallerDep, sessions: SessionsDep, versioned: VersionedDep
) -> Response:
    """Show an offer."""
    record = await queries.offer(offer_id, caller, sessions)
    return versioned(views.offer(record), record.version)


@router.post(
    "/offers/{offer_id}/acceptances",
    status_code=201,
    response_model=OfferRead,
    **operation(
        scope="applications:write",
        resource="offer",
        key=True,
        if_match=True,
        errors=(TransitionNotAllowed, OfferExpired, GroupNotActive),
        response_example=examples.ACCEPTED_EXAMPLE,
    ),
)
async def post_offer_acceptance(offer_id: OfferId, ask: AskDep) -> Response:
    """Accept an offer, on the terms it was made with.

    There is nothing to send: its id and the version that was read say all there is to say. While
    the group of a group's loan is frozen, it is not accepted.
    """
    return response_of(await accept_offer(offer_id, ask.rendering(views.offer_accepted)))
