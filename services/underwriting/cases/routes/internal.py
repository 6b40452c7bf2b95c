"""What the application service tells us; nobody else reaches it."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path

from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId
from services.underwriting.cases import examples, views
from services.underwriting.cases.schemas.read import CaseTaken
from services.underwriting.cases.schemas.told import CaseMessage, WithdrawalTold
from services.underwriting.cases.use_cases.close_case import close_case
from services.underwriting.cases.use_cases.take_submission import take_submission
from services.underwriting.dependencies import FieldKeysDep

TOLD_MAX_BYTES: Final = 256 * 1024

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/cases", tags=["between services"]
)


@router.put(
    "/{application_id}",
    response_model=CaseTaken,
    **operation(
        scope=None,
        resource="case",
        exposure="internal",
        body="json",
        body_max_bytes=TOLD_MAX_BYTES,
        errors=(SequenceGap, TransitionNotAllowed),
        request_example=examples.SUBMISSION_TOLD_EXAMPLE,
        response_example=examples.CASE_TAKEN_EXAMPLE,
    ),
)
async def put_case(
    application_id: Annotated[UUID, TypeId("app"), Path()],
    body: CaseMessage,
    edit: EditDep,
    keys: FieldKeysDep,
) -> CaseTaken:
    """Take what happened to an application: it was submitted, or taken back.

    The same message again is answered like the first time; one that comes too early is refused
    until those before it have come.
    """
    if isinstance(body, WithdrawalTold):
        return views.case_taken(await close_case(application_id, body, edit))
    return views.case_taken(await take_submission(application_id, body, edit, keys))
