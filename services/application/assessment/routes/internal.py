"""What the underwriting service tells us; nobody else reaches it."""

from typing import Final

from fastapi import APIRouter

from services.application.assessment import examples, views
from services.application.assessment.domain.errors import AnotherCase, IdentifierTaken
from services.application.assessment.schemas.parts import ApplicationId
from services.application.assessment.schemas.read import ReportTaken
from services.application.assessment.schemas.told import ReportTold
from services.application.assessment.use_cases.record_report import record_report
from services.kit.dependencies import EditDep
from services.kit.errors import TransitionNotAllowed
from services.kit.inbox import SequenceGap
from services.kit.operations import operation
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/internal/v1/applications", tags=["between services"]
)


@router.put(
    "/{application_id}/decision",
    response_model=ReportTaken,
    **operation(
        scope=None,
        resource="application",
        exposure="internal",
        body="json",
        errors=(SequenceGap, TransitionNotAllowed, AnotherCase, IdentifierTaken),
        request_example=examples.REPORT_TOLD_EXAMPLE,
        response_example=examples.TAKEN_EXAMPLE,
    ),
)
async def put_application_decision(
    application_id: ApplicationId, body: ReportTold, edit: EditDep
) -> ReportTaken:
    """Take what underwriting found: it began, it asks, it asks no longer, it decided.

    The same message again is answered and changes nothing; one that comes too early is refused
    until those before it have come.
    """
    return views.report_taken(await record_report(application_id, body.report(), edit))
