"""Joint-liability groups over HTTP: formed, and looked at."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.dependencies import FieldKeysDep
from services.application.domain.groups import GroupStatus
from services.application.groups import examples, queries, views
from services.application.groups.dependencies import ReadingDep
from services.application.groups.domain.errors import InAnotherGroup
from services.application.groups.schemas.parts import GroupId
from services.application.groups.schemas.read import GroupRead
from services.application.groups.schemas.written import GroupCreate
from services.application.groups.use_cases.form_group import form_group
from services.kit.dependencies import AskDep, PageDep, VersionedDep
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/groups", tags=["groups"])


@router.post(
    "",
    status_code=201,
    response_model=GroupRead,
    **operation(
        scope="groups:form",
        key=True,
        etag=True,
        body="json",
        errors=(InAnotherGroup,),
        request_example=examples.GROUP_CREATE_EXAMPLE,
        response_example=examples.FORMING_EXAMPLE,
    ),
)
async def post_group(body: GroupCreate, keys: FieldKeysDep, ask: AskDep) -> Response:
    """Form a joint-liability group with its first member.

    A borrower is that member itself; a loan officer adds the others. Members are people, three to
    ten of them, each in one group at a time: whoever is in one answers `in_another_group`.
    """
    wanted = ask.rendering(views.group_formed)
    return response_of(await form_group(body.party_id, keys, wanted))


@router.get(
    "",
    response_model=Page[GroupRead],
    **operation(scope="groups:read", paged=True, response_example=examples.GROUPS_EXAMPLE),
)
async def list_groups(
    reading: ReadingDep, page: PageDep, status: GroupStatus | None = None
) -> Page[GroupRead]:
    """List groups, newest first: those you belong to, your partner's, or, for staff, all."""
    found = await queries.groups(status, page, reading)
    return views.groups(found, page, reading.caller)


@router.get(
    "/{group_id}",
    response_model=GroupRead,
    **operation(
        scope="groups:read",
        resource="group",
        etag=True,
        response_example=examples.GROUP_EXAMPLE,
    ),
)
async def get_group(group_id: GroupId, reading: ReadingDep, versioned: VersionedDep) -> Response:
    """Show a group; of its other members a borrower reads masked names alone."""
    record = await queries.group(group_id, reading)
    return versioned(views.group(record, reading.caller), record.version)
