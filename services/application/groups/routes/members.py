"""The members of a group over HTTP: who joins, agrees and leaves."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.application.dependencies import FieldKeysDep
from services.application.groups import examples, views
from services.application.groups.domain.errors import (
    AlreadyAgreed,
    GroupFull,
    GroupInUse,
    GroupTooSmall,
    InAnotherGroup,
    MembersFixed,
)
from services.application.groups.schemas.parts import GroupId
from services.application.groups.schemas.read import GroupRead
from services.application.groups.schemas.written import (
    GroupAgreementCreate,
    GroupDepartureCreate,
    GroupMemberCreate,
)
from services.application.groups.use_cases.add_member import add_member
from services.application.groups.use_cases.agree_to_group import agree_to_group
from services.application.groups.use_cases.remove_member import remove_member
from services.kit.dependencies import AskDep
from services.kit.errors import OwnWork
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/groups/{group_id}", tags=["groups"])

MemberPath = Annotated[UUID, TypeId("party"), Path(description="the member's party")]


@router.post(
    "/members",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:manage",
        resource="group",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, MembersFixed, GroupFull, InAnotherGroup),
        request_example=examples.MEMBER_CREATE_EXAMPLE,
        response_example=examples.FORMING_EXAMPLE,
    ),
)
async def post_group_member(
    group_id: GroupId, body: GroupMemberCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Take one more member into a group that forms.

    A member is a person, a sole trader, an owner of a micro-enterprise or a farmer, and came the
    same way as the group: through the same partner, or through none. Whoever had agreed agrees
    anew.
    """
    wanted = ask.rendering(views.group_changed)
    return response_of(await add_member(group_id, body.party_id, keys, wanted))


@router.post(
    "/members/{party_id}/departures",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:manage",
        resource="group",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, MembersFixed, GroupInUse, GroupTooSmall),
        request_example=examples.DEPARTURE_CREATE_EXAMPLE,
        response_example=examples.FORMING_EXAMPLE,
    ),
)
async def post_group_member_departure(
    group_id: GroupId,
    party_id: MemberPath,
    body: GroupDepartureCreate,
    keys: FieldKeysDep,
    ask: AskDep,
) -> Response:
    """Let a member leave.

    While the group forms, and those who had agreed agree anew. Of an active group only while no
    loan of it is applied for or runs, and while enough members stay.
    """
    wanted = ask.rendering(views.group_changed)
    return response_of(await remove_member(group_id, party_id, body.reason, keys, wanted))


@router.post(
    "/agreements",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:agree",
        resource="group",
        key=True,
        if_match=True,
        body="json",
        errors=(AlreadyAgreed, MembersFixed, InAnotherGroup),
        request_example=examples.AGREEMENT_CREATE_EXAMPLE,
        response_example=examples.AGREED_EXAMPLE,
    ),
)
async def post_group_agreement(
    group_id: GroupId, body: GroupAgreementCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Agree to be jointly and severally liable with the members that were read.

    Each member for itself, by the text in force, as `/v1/group-agreement-text` gives it. With the
    last agreement, of three at least, the group is active. Who the member is stands from then on;
    one whose identity number has changed since it joined makes the others agree anew.
    """
    wanted = ask.rendering(views.group_changed)
    return response_of(await agree_to_group(group_id, body.agreement(), keys, wanted))
