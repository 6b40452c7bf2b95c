"""Applications: begun, read and changed step by step, with what comes next and what happened."""

from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.application.domain.statuses import ApplicationStatus
from services.application.intake import examples, guidance, queries, views
from services.application.intake.dependencies import ReaderDep
from services.application.intake.domain.errors import (
    ApplicationNotEditable,
    ExternalReferenceTaken,
    OpenApplicationExists,
)
from services.application.intake.queries import ApplicationFilter
from services.application.intake.schemas.parts import (
    ApplicationId,
    ExternalReference,
    PartyId,
    ProductCode,
)
from services.application.intake.schemas.read import (
    ApplicationRead,
    NextStepRead,
    TimelineEntryRead,
)
from services.application.intake.schemas.written import ApplicationAmend, ApplicationCreate
from services.application.intake.use_cases.amend_application import amend_application
from services.application.intake.use_cases.start_application import start_application
from services.kit.dependencies import AskDep, CallerDep, EditDep, LanguageDep, PageDep, VersionedDep
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import InstantIn, Page

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/applications", tags=["applications"])


async def _created(
    since: Annotated[InstantIn | None, Query(alias="created_at[gte]")] = None,
    until: Annotated[InstantIn | None, Query(alias="created_at[lte]")] = None,
) -> tuple[datetime | None, datetime | None]:
    return since, until


async def _wanted(
    created: Annotated[tuple[datetime | None, datetime | None], Depends(_created)],
    status: ApplicationStatus | None = None,
    product_code: Annotated[ProductCode | None, Query()] = None,
    party_id: Annotated[PartyId | None, Query()] = None,
    external_reference: Annotated[ExternalReference | None, Query()] = None,
    sort: Annotated[Literal["created_at", "-created_at"], Query()] = "-created_at",
) -> ApplicationFilter:
    return ApplicationFilter(
        status=status,
        product_code=product_code,
        party_id=party_id,
        external_reference=external_reference,
        created_from=created[0],
        created_until=created[1],
        newest_first=sort == "-created_at",
    )


@router.post(
    "",
    status_code=201,
    response_model=ApplicationRead,
    **operation(
        scope="applications:write",
        key=True,
        etag=True,
        body="json",
        errors=(OpenApplicationExists, ExternalReferenceTaken),
        request_example=examples.APPLICATION_CREATE_EXAMPLE,
        response_example=examples.DRAFT_EXAMPLE,
    ),
)
async def post_application(body: ApplicationCreate, ask: AskDep) -> Response:
    """Begin an application, as a draft.

    Only product, party and channel are needed now; the rest may follow step by step. The product
    version on offer today is pinned and never moves. One application per party and product may
    be open at a time: a second one answers `open_application_exists` with the id of the first, its
    `application_id`; so does `external_reference_taken` with that of the one of this reference.
    """
    return response_of(
        await start_application(body.draft(), ask.rendering(views.application_created))
    )


@router.get(
    "",
    response_model=Page[ApplicationRead],
    **operation(
        scope="applications:read",
        paged=True,
        rate_class="search",
        response_example=examples.APPLICATIONS_EXAMPLE,
    ),
)
async def list_applications(
    wanted: Annotated[ApplicationFilter, Depends(_wanted)], page: PageDep, reader: ReaderDep
) -> Page[ApplicationRead]:
    """List applications: your own, your partner's, or, for staff, all."""
    return views.applications(await queries.applications(wanted, page, reader), page)


@router.get(
    "/{application_id}",
    response_model=ApplicationRead,
    **operation(
        scope="applications:read",
        resource="application",
        etag=True,
        response_example=examples.APPLICATION_EXAMPLE,
    ),
)
async def get_application(
    application_id: ApplicationId, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show an application."""
    record = await queries.application(application_id, reader)
    return versioned(views.application(record), record.version)


@router.patch(
    "/{application_id}",
    response_model=ApplicationRead,
    **operation(
        scope="applications:write",
        resource="application",
        if_match=True,
        body="json",
        errors=(ApplicationNotEditable,),
        request_example=examples.APPLICATION_AMEND_EXAMPLE,
        response_example=examples.DRAFT_EXAMPLE,
    ),
)
async def patch_application(
    application_id: ApplicationId, body: ApplicationAmend, edit: EditDep
) -> Response:
    """Change what is asked for, in a draft or while a supplement is awaited.

    What is left out stays, null takes it back. The checklist follows the amount: new items
    appear, and nothing that was uploaded is lost.
    """
    record = await amend_application(application_id, body.amendment(), edit)
    return response_of(views.application_amended(record))


@router.get(
    "/{application_id}/next-step",
    response_model=NextStepRead,
    **operation(
        scope="applications:read",
        resource="application",
        response_example=examples.NEXT_STEP_EXAMPLE,
    ),
)
async def get_application_next_step(
    application_id: ApplicationId, reader: ReaderDep, language: LanguageDep
) -> NextStepRead:
    """Show what comes next: who acts, by when, what is missing, and which call to make.

    Told in the language of Accept-Language (zh-CN or en).
    """
    return guidance.next_step(await queries.guidance(application_id, reader), language)


@router.get(
    "/{application_id}/timeline",
    response_model=Page[TimelineEntryRead],
    **operation(
        scope="applications:read",
        resource="application",
        paged=True,
        response_example=examples.TIMELINE_EXAMPLE,
    ),
)
async def list_application_timeline(
    application_id: ApplicationId, page: PageDep, reader: ReaderDep, caller: CallerDep
) -> Page[TimelineEntryRead]:
    """List what happened to an application, oldest first.

    Staff also read who did it; everybody else reads in which role.
    """
    return guidance.timeline(await queries.timeline(application_id, page, reader), page, caller)
