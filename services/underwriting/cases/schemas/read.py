"""What readers of cases get."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from services.kit.schemas import (
    DateRead,
    InstantRead,
    MoneyRead,
    RateRead,
    ReadSchema,
    TypeId,
)
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.decisions.entry import Authority

CaseId = Annotated[UUID, TypeId("case")]


class CaseTaken(ReadSchema):
    """What the application service is answered; both null when no case was ever opened."""

    case_id: CaseId | None
    status: CaseStatus | None


class ClaimRead(ReadSchema):
    """On whose desk a case lies, until when, and the how-manieth claim it is."""

    by: str
    until: InstantRead
    epoch: int


class TermsConditionRead(ReadSchema):
    """What must be so before the money goes out."""

    code: str
    en: str
    zh: str


class RecommendationRead(ReadSchema):
    """What is recommended, the authority it takes, and the hands it has."""

    number: int
    amount: MoneyRead
    term_months: int
    annual_rate: RateRead
    instalment: MoneyRead
    conditions: list[TermsConditionRead]
    authority: Authority
    note: str
    override_reason: str | None
    recommended_by: str
    recommended_at: InstantRead
    approved_by: list[str]
    approvals_needed: int


class InformationRequestRead(ReadSchema):
    """What the borrower was asked and has not answered."""

    id: Annotated[UUID, TypeId("inf")]
    text: str
    items: list[str]
    due_on: DateRead
    asked_by: str
    asked_at: InstantRead


class CaseRead(ReadSchema):
    """One case; it names the borrower by id alone."""

    id: CaseId
    application_id: Annotated[UUID, TypeId("app")]
    party_id: Annotated[UUID, TypeId("party")]
    partner_id: Annotated[UUID, TypeId("partner")] | None
    status: CaseStatus
    version: int
    submission: int
    customer_type: str
    product_code: str
    product_type: str
    amount: MoneyRead = Field(description="what is asked for")
    term_months: int
    method: str
    authority: Authority | None = Field(description="the least that may say yes")
    sla_due_at: InstantRead | None = Field(description="when a decision is due")
    is_overdue: bool
    claim: ClaimRead | None
    decision_id: Annotated[UUID, TypeId("dec")] | None = Field(
        description="the decision that stands"
    )
    recommendation: RecommendationRead | None
    information_request: InformationRequestRead | None
    created_at: InstantRead
    updated_at: InstantRead


class CheckRead(ReadSchema):
    """What one check found."""

    submission: int
    kind: Literal["identity", "lists", "duplicates", "bureau", "exposure", "screening"]
    outcome: str
    findings: dict[str, Any] = Field(description="codes, counts and amounts in minor units")
    checked_at: InstantRead


class CheckList(ReadSchema):
    """All checks of a case, the latest submission first; then each look before a payout."""

    data: list[CheckRead]
