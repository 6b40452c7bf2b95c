"""Property offered as security, over HTTP."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from services.application.collaterals import examples, queries, views
from services.application.collaterals.domain.errors import (
    NoCollateralTaken,
    OnePropertyOnly,
    PropertyAlreadyOffered,
    PropertyFixed,
)
from services.application.collaterals.queries import Reading
from services.application.collaterals.schemas.parts import ApplicationId, CollateralId
from services.application.collaterals.schemas.read import CollateralList, CollateralRead
from services.application.collaterals.schemas.written import CollateralCreate, CollateralUpdate
from services.application.collaterals.use_cases.amend_collateral import amend_collateral
from services.application.collaterals.use_cases.offer_collateral import offer_collateral
from services.application.collaterals.use_cases.remove_collateral import remove_collateral
from services.application.dependencies import FieldKeysDep
from services.application.domain.masks import audience_of
from services.application.intake.entry import ApplicationNotEditable
from services.kit.dependencies import AskDep, CallerDep, EditDep, SessionsDep, VersionedDep
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute,
    prefix="/v1/applications/{application_id}/collaterals",
    tags=["collaterals"],
)

CollateralPath = Annotated[CollateralId, Path(description="the property's id")]


async def _reading(sessions: SessionsDep, caller: CallerDep, keys: FieldKeysDep) -> Reading:
    return Reading(sessions, caller, keys)


ReadingDep = Annotated[Reading, Depends(_reading)]


@router.post(
    "",
    status_code=201,
    response_model=CollateralRead,
    **operation(
        scope="applications:write",
        resource="application",
        key=True,
        etag=True,
        body="json",
        errors=(
            ApplicationNotEditable,
            NoCollateralTaken,
            OnePropertyOnly,
            PropertyAlreadyOffered,
            PropertyFixed,
        ),
        request_example=examples.COLLATERAL_CREATE_EXAMPLE,
        response_example=examples.COLLATERAL_OFFERED_EXAMPLE,
    ),
)
async def post_collateral(
    application_id: ApplicationId, body: CollateralCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Say which property is to secure the loan, in a draft or while a supplement is awaited.

    Of a product of type `collateral` only, and one property an application: a second one answers
    `one_property_only`, the same one again `property_already_offered`, each with the
    `collateral_id` of the first. It may belong to the spouse or to somebody else, whose consent
    in writing is then handed in with the materials. The answer is masked, as it is kept for
    replays: read the property for the rest.
    """
    wanted = ask.rendering(views.collateral_offered)
    return response_of(await offer_collateral(application_id, body.offered(), keys, wanted))


@router.get(
    "",
    response_model=CollateralList,
    **operation(
        scope="applications:read",
        resource="application",
        response_example=examples.COLLATERALS_EXAMPLE,
    ),
)
async def list_collaterals(application_id: ApplicationId, reading: ReadingDep) -> CollateralList:
    """List the property an application offers, masked by who is asking.

    All of it at once: for now it is one.
    """
    found = await queries.collaterals(application_id, reading)
    return views.sightings(found, audience_of(reading.caller))


@router.get(
    "/{collateral_id}",
    response_model=CollateralRead,
    **operation(
        scope="applications:read",
        resource="collateral",
        etag=True,
        response_example=examples.COLLATERAL_EXAMPLE,
    ),
)
async def get_collateral(
    application_id: ApplicationId,
    collateral_id: CollateralPath,
    reading: ReadingDep,
    versioned: VersionedDep,
) -> Response:
    """Show a property, masked by who is asking.

    Staff is warned of other applications under way that offer the same one.
    """
    found = await queries.collateral((application_id, collateral_id), reading)
    shown = views.sighting(found, audience_of(reading.caller))
    return versioned(shown, found.collateral.version, found.look)


@router.patch(
    "/{collateral_id}",
    response_model=CollateralRead,
    **operation(
        scope="applications:write",
        resource="collateral",
        if_match=True,
        body="json",
        errors=(ApplicationNotEditable, PropertyFixed),
        request_example=examples.COLLATERAL_UPDATE_EXAMPLE,
        response_example=examples.COLLATERAL_EXAMPLE,
    ),
)
async def patch_collateral(
    application_id: ApplicationId,
    collateral_id: CollateralPath,
    body: CollateralUpdate,
    keys: FieldKeysDep,
    edit: EditDep,
) -> Response:
    """Change what is said of a property, in a draft or while a supplement is awaited.

    Once a material was verified or waived only the amounts change: `property_fixed`.
    The If-Match is the property's, not the application's.
    """
    place = (application_id, collateral_id)
    amended = await amend_collateral(place, body.changes(), keys, edit)
    return response_of(views.collateral_amended(amended, audience_of(edit.caller)))


@router.delete(
    "/{collateral_id}",
    status_code=204,
    **operation(
        scope="applications:write",
        resource="collateral",
        if_match=True,
        errors=(ApplicationNotEditable, PropertyFixed),
    ),
)
async def delete_collateral(
    application_id: ApplicationId, collateral_id: CollateralPath, keys: FieldKeysDep, edit: EditDep
) -> None:
    """Take a property back, in a draft or while a supplement is awaited; it is forgotten.

    Not once a material was verified or waived: `property_fixed`.
    The If-Match is the property's, not the application's.
    """
    await remove_collateral((application_id, collateral_id), keys, edit)
