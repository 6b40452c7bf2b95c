"""The credit bureau as this service sees it; whoever stands behind it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Protocol, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.kit.money import AMOUNT_MINOR_MAX
from services.kit.schemas import DateIn, Schema, refusal

COUNT_MAX = 100_000


class SubjectKind(StrEnum):
    """Whose credit is asked about."""

    PERSON = "person"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody with a credit record: by identity number, or by credit code."""

    kind: SubjectKind
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What allows the question: which text the borrower agreed to, and when."""

    text_version: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """One question; the bureau answers the same `query_id` once, however often it is asked."""

    query_id: UUID
    subject: Subject
    purpose: str
    consent: Consent


_Count = Annotated[int, Field(ge=0, le=COUNT_MAX)]
_Amount = Annotated[int, Field(ge=0, le=AMOUNT_MINOR_MAX, description="minor units of CNY")]


class Report(Schema):
    """What the bureau says. Overdue figures look back 24 months; with no record all are 0."""

    report_no: str = Field(pattern=r"^[A-Za-z0-9-]{1,64}$")
    issued_on: DateIn
    status: Literal["reported", "no_record"]
    current_overdue_count: _Count
    overdue_count: _Count
    consecutive_overdue_max: _Count
    has_bad_status: bool
    query_count_1m: _Count
    query_count_3m: _Count
    query_count_6m: _Count
    open_loan_count: _Count
    closed_loan_count: _Count
    other_lender_count: _Count
    guarantees_minor: _Amount
    debt_minor: _Amount
    monthly_debt_service_minor: _Amount

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """A report that contradicts itself is none: it might hide what it should say."""
        if not self.query_count_1m <= self.query_count_3m <= self.query_count_6m:
            raise refusal("queries_fall", en="count fewer queries in longer spans", zh="次数矛盾")
        if self.status == "no_record" and self._has_figures():
            raise refusal("record_denied", en="has figures without a record", zh="无记录却有数据")
        return self

    def _has_figures(self) -> bool:
        told = self.model_dump(exclude={"report_no", "issued_on", "status"})
        return any(told.values())


class BureauUnavailable(Exception):
    """No usable answer came; whether the question was counted is the bureau's to know."""


class Bureau(Protocol):
    """Answers questions about credit."""

    async def report_on(self, question: Question) -> Report:
        """The report. Raises `BureauUnavailable`; asking again with the same id is safe."""
        ...

    async def aclose(self) -> None:
        """Close what is open to the bureau."""
        ...
