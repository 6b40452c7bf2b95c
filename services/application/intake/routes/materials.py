"""The materials of an application: uploaded, looked at, reviewed, waived."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from services.application.domain.checklists import MediaType
from services.application.intake import examples, queries, views
from services.application.intake.dependencies import IncomingFileDep, ObjectStoreDep, ReaderDep
from services.application.intake.domain.errors import (
    ApplicationNotEditable,
    ApplicationNotUnderReview,
    MaterialEmpty,
    MaterialNotUploaded,
    MaterialTypeMismatch,
)
from services.application.intake.schemas.parts import (
    ITEM_CODE,
    MATERIAL_SIZE_MAX_BYTES,
    ApplicationId,
)
from services.application.intake.schemas.read import MaterialList, MaterialRead
from services.application.intake.schemas.written import ReviewCreate, WaiverCreate
from services.application.intake.use_cases.review_material import review_material
from services.application.intake.use_cases.upload_material import HandedIn, upload_material
from services.application.intake.use_cases.waive_material import waive_material
from services.kit.dependencies import AskDep, EditDep, VersionedDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.object_store import ObjectStoreUnavailable
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import DateIn

router: Final = APIRouter(
    route_class=StrictRoute,
    prefix="/v1/applications/{application_id}/materials",
    tags=["materials"],
)

ItemPath = Annotated[
    str, Path(pattern=ITEM_CODE, description="the checklist's code", examples=["business_licence"])
]
DocumentOn = Annotated[
    DateIn | None,
    Query(description="the date on the document; needed for items that age"),
]
_FILES: Final = tuple(media_type.value for media_type in MediaType)


@router.get(
    "",
    response_model=MaterialList,
    **operation(
        scope="applications:read",
        resource="application",
        response_example=examples.MATERIALS_EXAMPLE,
    ),
)
async def list_materials(application_id: ApplicationId, reader: ReaderDep) -> MaterialList:
    """List the checklist of an application, and how far each item is.

    All of it at once: a checklist is short.
    """
    found = await queries.materials(application_id, reader)
    return views.materials(found, is_staff=reader.caller.is_staff)


@router.get(
    "/{item}",
    response_model=MaterialRead,
    **operation(
        scope="applications:read",
        resource="application",
        etag=True,
        response_example=examples.MATERIAL_EXAMPLE,
    ),
)
async def get_material(
    application_id: ApplicationId, item: ItemPath, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show one item of the checklist."""
    record = await queries.material((application_id, item), reader)
    shown = views.material(record, is_staff=reader.caller.is_staff)
    return versioned(shown, record.version, views.material_look(record))


@router.put(
    "/{item}/content",
    response_model=MaterialRead,
    **operation(
        scope="applications:write",
        resource="application",
        if_match=True,
        body="binary",
        accepts=_FILES,
        body_max_bytes=MATERIAL_SIZE_MAX_BYTES,
        errors=(
            ApplicationNotEditable,
            TransitionNotAllowed,
            MaterialTypeMismatch,
            MaterialEmpty,
            ObjectStoreUnavailable,
        ),
        response_example=examples.MATERIAL_EXAMPLE,
    ),
)
async def put_material_content(
    application_id: ApplicationId,
    item: ItemPath,
    file: IncomingFileDep,
    store: ObjectStoreDep,
    edit: EditDep,
    document_on: DocumentOn = None,
) -> Response:
    """Upload the file for an item: its bytes are the body, at most 10 MiB.

    In a draft or while a supplement is awaited. The content must be of the type declared. The
    If-Match is the item's, not the application's. A file that is replaced is kept.
    """
    handed_in = HandedIn(application_id, item, file, document_on)
    record = await upload_material(handed_in, store, edit)
    return response_of(views.material_uploaded(record))


@router.get(
    "/{item}/content",
    **operation(
        scope="applications:read",
        resource="application",
        produces=_FILES,
        errors=(MaterialNotUploaded, ObjectStoreUnavailable),
    ),
)
async def get_material_content(
    application_id: ApplicationId, item: ItemPath, store: ObjectStoreDep, reader: ReaderDep
) -> Response:
    """Download the file an item holds now; it is never shown in place."""
    upload, chunks = await queries.material_content((application_id, item), store, reader)
    headers = views.download_headers(item, upload)
    return StreamingResponse(chunks, media_type=upload.media_type, headers=headers)


@router.post(
    "/{item}/reviews",
    status_code=201,
    response_model=MaterialRead,
    **operation(
        scope="materials:review",
        resource="application",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, ApplicationNotUnderReview),
        request_example=examples.REVIEW_CREATE_EXAMPLE,
        response_example=examples.MATERIAL_EXAMPLE,
    ),
)
async def post_material_review(
    application_id: ApplicationId, item: ItemPath, body: ReviewCreate, ask: AskDep
) -> Response:
    """Say of an uploaded material that it will do, or why it will not; not of one's own.

    While the application is submitted. The If-Match is the item's.
    """
    wanted = ask.rendering(views.material_judged)
    return response_of(
        await review_material((application_id, item), body.outcome, body.reason, wanted)
    )


@router.post(
    "/{item}/waivers",
    status_code=201,
    response_model=MaterialRead,
    **operation(
        scope="materials:waive",
        resource="application",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, ApplicationNotUnderReview),
        request_example=examples.WAIVER_CREATE_EXAMPLE,
        response_example=examples.WAIVED_EXAMPLE,
    ),
)
async def post_material_waiver(
    application_id: ApplicationId, item: ItemPath, body: WaiverCreate, ask: AskDep
) -> Response:
    """Do without a material, on an approver's word; not for one's own application.

    Until the application is accepted. The reason is for staff only. The If-Match is the item's.
    """
    wanted = ask.rendering(views.material_judged)
    return response_of(await waive_material((application_id, item), body.reason, wanted))
