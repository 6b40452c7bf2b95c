"""The moves of a group, each a thing that is created below it."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.dependencies import FieldKeysDep
from services.application.groups import examples, views
from services.application.groups.domain.errors import GroupInUse, MemberLate
from services.application.groups.schemas.parts import GroupId
from services.application.groups.schemas.read import GroupRead
from services.application.groups.schemas.written import (
    GroupDissolutionCreate,
    GroupFreezeCreate,
    GroupReleaseCreate,
)
from services.application.groups.use_cases.dissolve_group import dissolve_group
from services.application.groups.use_cases.freeze_group import freeze_group
from services.application.groups.use_cases.release_group import release_group
from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/groups/{group_id}", tags=["groups"])


@router.post(
    "/freezes",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:freeze",
        resource="group",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=examples.FREEZE_CREATE_EXAMPLE,
        response_example=examples.FROZEN_EXAMPLE,
    ),
)
async def post_group_freeze(
    group_id: GroupId, body: GroupFreezeCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Keep an active group from borrowing; loans that run go on.

    A group freezes by itself when a member's loan is late.
    """
    wanted = ask.rendering(views.group_changed)
    return response_of(await freeze_group(group_id, body.reason_code, body.reason, keys, wanted))


@router.post(
    "/releases",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:freeze",
        resource="group",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, MemberLate),
        request_example=examples.RELEASE_CREATE_EXAMPLE,
        response_example=examples.GROUP_EXAMPLE,
    ),
)
async def post_group_release(
    group_id: GroupId, body: GroupReleaseCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Let a frozen group borrow again; never who froze it, and never by itself.

    While a member is late with a loan, or has one written off, it stays frozen.
    """
    wanted = ask.rendering(views.group_changed)
    return response_of(await release_group(group_id, body.reason, keys, wanted))


@router.post(
    "/dissolutions",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:manage",
        resource="group",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, GroupInUse),
        request_example=examples.DISSOLUTION_CREATE_EXAMPLE,
        response_example=examples.DISSOLVED_EXAMPLE,
    ),
)
async def post_group_dissolution(
    group_id: GroupId, body: GroupDissolutionCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """End a group for good, while no loan of it is applied for or runs.

    Its members may then join others.
    """
    wanted = ask.rendering(views.group_changed)
    return response_of(await dissolve_group(group_id, body.reason, keys, wanted))
