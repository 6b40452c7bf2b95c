"""What the underwriting service tells us of a case."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.application.assessment.domain.reports import (
    Asked,
    Decided,
    DecisionOutcome,
    Happened,
    Question,
    QuestionDropped,
    Reason,
    Report,
    Started,
    Verdict,
)
from services.application.assessment.schemas.parts import (
    CONDITIONS_MAX,
    HANDS_MAX,
    ITEMS_MAX,
    REASONS_MAX,
    SEQUENCE_MAX,
    SUBMISSIONS_MAX,
    CaseId,
    Code,
    DecisionId,
    RequestId,
    Subject,
    Words,
)
from services.application.domain.offers import AnnualCost, Condition, OfferTerms
from services.application.domain.products import RepaymentMethod
from services.kit.errors import Title
from services.kit.schemas import DateIn, InstantIn, MoneyIn, RateIn, Schema, ShortText, refusal


class QuestionTold(Schema):
    """What the borrower is asked, as codes and in words, and until which day."""

    request_id: RequestId
    text: Words
    items: list[Code] = Field(max_length=ITEMS_MAX)
    due_on: DateIn

    def question(self) -> Question:
        """The question as the domain knows it."""
        return Question(self.request_id, self.text, tuple(self.items), self.due_on)


class CodeTold(Schema):
    """A reason or a condition: its code, and what the borrower reads."""

    code: Code
    en: Words
    zh: Words

    @property
    def title(self) -> Title:
        """What the borrower reads."""
        return Title(self.en, self.zh)


class AnnualCostTold(Schema):
    """What the loan costs a year, in per cent."""

    simple: RateIn
    compound: RateIn
    basis: Annotated[str, ShortText(64)]


class OfferTold(Schema):
    """The terms that were approved."""

    amount: MoneyIn
    term_months: int = Field(ge=1, le=600)
    annual_rate: RateIn
    method: RepaymentMethod
    instalment: MoneyIn
    annual_cost: AnnualCostTold
    conditions: list[CodeTold] = Field(max_length=CONDITIONS_MAX)
    valid_until: DateIn

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        if self.instalment.currency != self.amount.currency:
            raise refusal("unlike_currencies", en="has two currencies", zh="币种不一致")
        return self

    def terms(self) -> OfferTerms:
        """The terms as the domain knows them."""
        cost = self.annual_cost
        return OfferTerms(
            amount=self.amount.money(),
            term_months=self.term_months,
            rate_ppm=self.annual_rate,
            method=self.method,
            instalment=self.instalment.money(),
            annual_cost=AnnualCost(cost.simple, cost.compound, cost.basis),
            conditions=tuple(Condition(each.code, each.title) for each in self.conditions),
            valid_until=self.valid_until,
        )


class DecisionTold(Schema):
    """What was decided: an offer when it was approved, reasons when it was declined."""

    id: DecisionId
    outcome: DecisionOutcome
    decided_at: InstantIn
    decided_by: list[Subject] = Field(
        default=[], max_length=HANDS_MAX, description="who took it; for staff and machinery alone"
    )
    offer: OfferTold | None = None
    reasons: list[CodeTold] = Field(max_length=REASONS_MAX)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.outcome is DecisionOutcome.APPROVED) != (self.offer is not None):
            raise refusal(
                "offer_with_approval",
                en="has an offer exactly when approved",
                zh="仅批准时须有方案",
            )
        if self.outcome is DecisionOutcome.DECLINED and not self.reasons:
            raise refusal("reason_required", en="a decline needs a reason", zh="拒绝须说明原因")
        return self

    def verdict(self) -> Verdict:
        """The decision as the domain knows it."""
        return Verdict(
            decision_id=self.id,
            outcome=self.outcome,
            decided_at=self.decided_at,
            decided_by=tuple(self.decided_by),
            reasons=tuple(Reason(each.code, each.title) for each in self.reasons),
            terms=None if self.offer is None else self.offer.terms(),
        )


class ReportTold(Schema):
    """One message of a case, numbered in the order it was written there."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(
        ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"
    )
    case_id: CaseId
    submission: int = Field(ge=1, le=SUBMISSIONS_MAX)
    kind: Literal["started", "information_requested", "information_closed", "decided"]
    information: QuestionTold | None = None
    decision: DecisionTold | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        asks = self.kind in {"information_requested", "information_closed"}
        fits = (self.information is not None) == asks
        if not fits or (self.decision is not None) != (self.kind == "decided"):
            raise refusal(
                "members_do_not_fit",
                en="has information with a question, a decision when decided, and nothing else",
                zh="内容与消息类型不符",
            )
        return self

    def report(self) -> Report:
        """The message as the domain knows it."""
        return Report(
            case_id=self.case_id,
            sequence=self.sequence,
            after=self.after,
            submission=self.submission,
            happened=self._happened(),
        )

    def _happened(self) -> Happened:
        if self.decision is not None:
            return Decided(self.decision.verdict())
        if self.information is None:
            return Started()
        if self.kind == "information_requested":
            return Asked(self.information.question())
        return QuestionDropped(self.information.request_id)
