"""What the disbursement service asks before it pays, and what it is answered."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kit.schemas import DateRead, ReadSchema, Schema, TypeId
from services.underwriting.cases.domain.screening import ScreeningOutcome


class ScreeningAsked(Schema):
    """Of which application a payout is."""

    application_id: Annotated[UUID, TypeId("app")]


class ScreeningRead(ReadSchema):
    """Whether anybody who stands for the loan is on a list the decision knew nothing of.

    `list_version` names the lists as they stood, `screened_on` the business day of the look.
    """

    payout_id: Annotated[UUID, TypeId("pay")]
    application_id: Annotated[UUID, TypeId("app")]
    outcome: ScreeningOutcome
    list_version: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    screened_on: DateRead
