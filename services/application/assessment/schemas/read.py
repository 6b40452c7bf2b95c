"""What readers get: questions, the receipt of an answer, decisions."""

from typing import Annotated

from pydantic import Field

from services.application.assessment.domain.questions import QuestionStatus
from services.application.assessment.domain.reports import DecisionOutcome
from services.application.assessment.schemas.parts import (
    ITEMS_MAX,
    QUESTIONS_MAX,
    REASONS_MAX,
    TEXT_LENGTH_MAX,
    ApplicationId,
    Code,
    DecisionId,
    RequestId,
)
from services.application.domain.statuses import ApplicationStatus
from services.kit.schemas import DateRead, InstantRead, ReadSchema

Text = Annotated[str, Field(max_length=TEXT_LENGTH_MAX)]
Version = Annotated[int, Field(ge=1, description="what the ETag says, without its quotes")]


class InformationRequestRead(ReadSchema):
    """A question of underwriting's; what was answered is not shown again."""

    id: RequestId
    status: QuestionStatus
    text: Text
    items: list[Code] = Field(
        max_length=ITEMS_MAX,
        description="items of the checklist or members of `financials` that are asked for",
    )
    due_on: DateRead
    created_at: InstantRead
    answered_at: InstantRead | None


class InformationRequestList(ReadSchema):
    """All questions about one application, the latest first."""

    data: list[InformationRequestRead] = Field(max_length=QUESTIONS_MAX)


class InformationAnswerRead(ReadSchema):
    """The receipt of an answer, and where the application stands now."""

    request_id: RequestId
    application_id: ApplicationId
    application_status: ApplicationStatus
    application_version: Version
    answered_at: InstantRead


class ReasonRead(ReadSchema):
    """One reason, in the two languages we answer in."""

    code: Code
    en: Text
    zh: Text


class ApplicationDecisionRead(ReadSchema):
    """What underwriting decided; what would change it, `/v1/decisions/{id}/explanation` says."""

    id: DecisionId
    application_id: ApplicationId
    outcome: DecisionOutcome
    reasons: list[ReasonRead] = Field(max_length=REASONS_MAX)
    decided_at: InstantRead


class ReportTaken(ReadSchema):
    """Where the application stands now."""

    application_id: ApplicationId
    status: ApplicationStatus
    version: Version
