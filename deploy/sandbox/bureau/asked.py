"""A question as the bureau takes it; without a consent it is none."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Line = Annotated[str, Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SubjectAsked(_Part):
    """About whom."""

    kind: Literal["person", "business"]
    name: Line
    number: str = Field(pattern=r"^[0-9A-Za-z]{6,32}$")

    @property
    def masked_number(self) -> str:
        """The number for the record, without its middle."""
        return f"{self.number[:6]}{'*' * max(0, len(self.number) - 10)}{self.number[6:][-4:]}"


class ConsentAsked(_Part):
    """On whose word: the text that was agreed to, and when."""

    text_version: Line
    given_at: AwareDatetime


class QuestionAsked(_Part):
    """One question under its asker's own id."""

    query_id: str = Field(pattern=r"^bqy_[0-9a-z]{26}$")
    purpose: Line
    subject: SubjectAsked
    consent: ConsentAsked

    def was_agreed_by(self, now: datetime) -> bool:
        """Whether the consent was given before the question came."""
        return self.consent.given_at <= now
