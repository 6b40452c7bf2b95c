"""What written and read schemas have in common: names, forms and limits."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import ShortText, TypeId

TEXT_LENGTH_MAX: Final = 2_000
ITEMS_MAX: Final = 30
REASONS_MAX: Final = 50
CONDITIONS_MAX: Final = 30
HANDS_MAX: Final = 10
QUESTIONS_MAX: Final = 50
SEQUENCE_MAX: Final = 1_000_000_000
SUBMISSIONS_MAX: Final = 1_000

ApplicationId = Annotated[UUID, TypeId("app")]
CaseId = Annotated[UUID, TypeId("case")]
RequestId = Annotated[UUID, TypeId("inf")]
DecisionId = Annotated[UUID, TypeId("dec")]
Code = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", max_length=64, examples=["bank_statement"])
]
Subject = Annotated[str, Field(min_length=1, max_length=255)]
Words = Annotated[str, ShortText(TEXT_LENGTH_MAX)]
