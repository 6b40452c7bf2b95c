"""Questions and answers, and what was decided in the end."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.assessment import examples, queries, views
from services.application.assessment.domain.errors import NotDecidedYet, QuestionClosed
from services.application.assessment.schemas.parts import ApplicationId
from services.application.assessment.schemas.read import (
    ApplicationDecisionRead,
    InformationAnswerRead,
    InformationRequestList,
)
from services.application.assessment.schemas.written import InformationAnswerCreate
from services.application.assessment.use_cases.answer_question import (
    GivenAnswer,
    answer_question,
)
from services.application.dependencies import FieldKeysDep
from services.kit.dependencies import AskDep, CallerDep, SessionsDep
from services.kit.errors import TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/applications/{application_id}", tags=["applications"]
)


@router.get(
    "/information-requests",
    response_model=InformationRequestList,
    **operation(
        scope="applications:read",
        resource="application",
        response_example=examples.QUESTIONS_EXAMPLE,
    ),
)
async def list_information_requests(
    application_id: ApplicationId, caller: CallerDep, sessions: SessionsDep
) -> InformationRequestList:
    """List what underwriting asked about an application, the latest first.

    All of it at once: at most one question is open.
    """
    return views.questions(await queries.questions_of(application_id, caller, sessions))


@router.post(
    "/information-answers",
    status_code=201,
    response_model=InformationAnswerRead,
    **operation(
        scope="applications:write",
        resource="application",
        key=True,
        if_match=True,
        body="json",
        errors=(QuestionClosed, TransitionNotAllowed),
        request_example=examples.ANSWER_CREATE_EXAMPLE,
        response_example=examples.ANSWER_EXAMPLE,
    ),
)
async def post_information_answer(
    application_id: ApplicationId, body: InformationAnswerCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Answer what underwriting asked: in words, and with figures that changed.

    Upload papers that were asked for before. The application is then examined anew. The If-Match
    is the application's.
    """
    given = GivenAnswer(
        application_id=application_id,
        request_id=body.request_id,
        text=body.text,
        means=body.means(),
    )
    wanted = ask.rendering(views.question_answered)
    return response_of(await answer_question(given, keys, wanted))


@router.get(
    "/decision",
    response_model=ApplicationDecisionRead,
    **operation(
        scope="applications:read",
        resource="application",
        errors=(NotDecidedYet,),
        response_example=examples.DECISION_EXAMPLE,
    ),
)
async def get_application_decision(
    application_id: ApplicationId, caller: CallerDep, sessions: SessionsDep
) -> ApplicationDecisionRead:
    """Show what underwriting decided, and why."""
    return views.decision(await queries.decision_on(application_id, caller, sessions))
