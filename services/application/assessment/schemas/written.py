"""What the borrower writes in answer to a question."""

from typing import Annotated

from pydantic import Field

from services.application.assessment.schemas.parts import TEXT_LENGTH_MAX, RequestId
from services.application.financials_wire import FinancialsWritten
from services.kit.schemas import Schema


class InformationAnswerCreate(Schema):
    """The answer to one question; papers that were asked for are uploaded before it."""

    request_id: RequestId
    text: Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH_MAX, pattern=r"\S")]
    financials: FinancialsWritten | None = Field(
        default=None,
        description="what changes of the means that were said: a member left out stays, "
        "null takes it back",
    )

    def means(self) -> dict[str, object]:
        """The means that are said anew."""
        return {} if self.financials is None else self.financials.changes()
