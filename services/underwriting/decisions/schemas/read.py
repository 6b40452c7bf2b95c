"""What readers of decisions get: staff everything, the borrower its own reasons in plain words."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema, TypeId
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome

DecisionId = Annotated[UUID, TypeId("dec")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class WordsRead(ReadSchema):
    """A reason or condition: a stable code, and its words in both languages."""

    code: str
    en: str
    zh: str


class SentenceRead(ReadSchema):
    """One sentence in both languages."""

    en: str
    zh: str


class AnnualCostRead(ReadSchema):
    """What the loan costs a year, all fees included."""

    simple: RateRead
    compound: RateRead
    basis: str


class TermsRead(ReadSchema):
    """The terms of an approval."""

    amount: MoneyRead
    term_months: int
    annual_rate: RateRead
    method: str
    instalment: MoneyRead
    annual_cost: AnnualCostRead


class DecisionRead(ReadSchema):
    """A decision with everything it rests on; `answer` and `snapshot` are kept word for word."""

    id: DecisionId
    case_id: Annotated[UUID, TypeId("case")]
    submission: int
    kind: Literal["automatic", "manual"]
    outcome: DecisionOutcome
    is_standing: bool = Field(description="false when a later decision supersedes it")
    is_override: bool = Field(description="whether a person went beyond what the rules came to")
    terms: TermsRead | None
    binding_constraint: str | None = Field(description="the cap that set the amount")
    authority: Authority
    reasons: list[WordsRead]
    conditions: list[WordsRead]
    rulebook_version: str
    snapshot: dict[str, Any] = Field(description="the inputs, frozen")
    snapshot_sha256: Sha256
    answer: dict[str, Any] = Field(description="the machine's answer: rules, points, caps, trace")
    answer_sha256: Sha256
    valid_until: DateRead | None = Field(description="the last day its offer may be accepted")
    decided_by: str
    decided_at: InstantRead


class ReplayRead(ReadSchema):
    """The same snapshot through the same rules once more."""

    decision_id: DecisionId
    rulebook_version: str
    snapshot_sha256: Sha256
    answer_sha256: Sha256 = Field(description="what was answered then")
    replayed_sha256: Sha256 = Field(description="what is answered now")
    is_identical: bool


class AdviceRead(WordsRead):
    """A reason or condition, and what can be done about it."""

    advice: SentenceRead | None


class ChangeRead(ReadSchema):
    """What would be approved instead, found by deciding anew on these terms."""

    kind: str
    amount: MoneyRead
    term_months: int
    co_borrower_income: MoneyRead | None = Field(
        description="what a co-borrower would have to earn each month"
    )
    words: SentenceRead


class ExplanationRead(ReadSchema):
    """A decision in the borrower's words: no points, no bureau's figures, no lists."""

    decision_id: DecisionId
    application_id: Annotated[UUID, TypeId("app")]
    outcome: DecisionOutcome
    decided_by: Literal["machine", "person"]
    summary: AdviceRead
    reasons: list[AdviceRead]
    conditions: list[AdviceRead]
    changes: list[ChangeRead]
    decided_at: InstantRead
