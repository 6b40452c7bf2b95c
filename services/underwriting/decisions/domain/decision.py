"""The decision as it is kept: the answer, its price and reasons, and every step that led to it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.loan_engine import ENGINE_VERSION
from services.underwriting.decisions.domain.canonical import canonical_json
from services.underwriting.decisions.domain.loan_figures import LoanFigures
from services.underwriting.decisions.domain.outcomes import (
    Authority,
    DecisionOutcome,
    Reason,
    Stage,
    Verdict,
)
from services.underwriting.decisions.domain.reason_codes import RULEBOOK_NOT_IN_FORCE
from services.underwriting.decisions.domain.reasons import reasons_of
from services.underwriting.decisions.domain.records import plain
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.steps import Steps
from services.underwriting.decisions.domain.trace import trace_of

DECISION_FORMAT = 1
# How long a borrower may think an offer over, the day of the decision not counted.
OFFER_LIFE: Final = timedelta(days=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An answer.

    `amount_minor`, `rate_ppm` and `figures` are what is offered when approved and what is put to
    a person when referred; a decline has none, and a referral only those that could be worked out.
    `binding_constraint` names the cap that set the amount, "requested" when nothing was cut.
    """

    outcome: DecisionOutcome
    authority: Authority
    amount_minor: int | None
    rate_ppm: int | None
    figures: LoanFigures | None
    binding_constraint: str | None
    reasons: tuple[Reason, ...]
    conditions: tuple[str, ...]
    snapshot: Snapshot
    rulebook: Rulebook
    steps: Steps | None

    @property
    def term_months(self) -> int | None:
        """The term asked for; no rule changes it."""
        return self.snapshot.application.term_months

    @property
    def score(self) -> int | None:
        """The points, None when no rule was in force."""
        return self.steps.assessed.score.points if self.steps else None

    @property
    def rating(self) -> str | None:
        """The band of the score."""
        row = self.steps.assessed.rating.row if self.steps else None
        return row.output.rating if row else None

    def canonical(self) -> bytes:
        """The one spelling of the decision, its trace included."""
        return canonical_json(self.document())

    def document(self) -> dict[str, object]:
        """The decision as JSON."""
        application = self.snapshot.application
        return {
            "format": DECISION_FORMAT,
            "outcome": self.outcome,
            "authority": self.authority,
            "amount_minor": self.amount_minor,
            "currency": application.currency,
            "term_months": self.term_months,
            "method": application.method,
            "rate_ppm": self.rate_ppm,
            "figures": plain(self.figures),
            "binding_constraint": self.binding_constraint,
            "reasons": plain(self.reasons),
            "conditions": plain(self.conditions),
            "score": self.score,
            "rating": self.rating,
            "versions": {
                "snapshot_sha256": self.snapshot.sha256,
                "rulebook": self.rulebook.version,
                "rulebook_sha256": self.rulebook.sha256,
                "scorecard": self.rulebook.scorecard,
                "loan_engine": ENGINE_VERSION,
            },
            "trace": trace_of(self.steps) if self.steps else None,
        }


def decision_of(snapshot: Snapshot, rulebook: Rulebook, steps: Steps) -> Decision:
    """The decision these findings come to."""
    reasons = reasons_of(snapshot, steps)
    verdict = Verdict.of(reasons, _authority(steps))
    is_open = verdict.outcome is not DecisionOutcome.DECLINED
    limit = steps.lent.limit
    return Decision(
        outcome=verdict.outcome,
        authority=verdict.authority,
        amount_minor=limit.amount_minor if is_open else None,
        rate_ppm=steps.priced.rate_ppm if is_open else None,
        figures=steps.lent.figures if is_open else None,
        binding_constraint=limit.binding,
        reasons=reasons,
        conditions=steps.assessed.rules.conditions if is_open else (),
        snapshot=snapshot,
        rulebook=rulebook,
        steps=steps,
    )


def unruled(snapshot: Snapshot, rulebook: Rulebook) -> Decision:
    """The decision where no rule was in force: a person's, and the highest one's."""
    reason = Reason(RULEBOOK_NOT_IN_FORCE, Stage.RULES, DecisionOutcome.REFERRED)
    return Decision(
        outcome=DecisionOutcome.REFERRED,
        authority=Authority.COMMITTEE,
        amount_minor=None,
        rate_ppm=None,
        figures=None,
        binding_constraint=None,
        reasons=(reason,),
        conditions=(),
        snapshot=snapshot,
        rulebook=rulebook,
        steps=None,
    )


def _authority(steps: Steps) -> Authority:
    """The highest of all that speak or might; a matrix without an answer means the committee."""
    tables = [steps.assessed.rules, *steps.assessed.co_borrowers]
    if steps.lent.cost is not None:
        tables.append(steps.lent.cost)
    matrix = [row.output for row in steps.authority] or [Authority.COMMITTEE]
    asked = [*matrix, *(found.authority for found in tables)]
    return max(asked, key=lambda authority: authority.height)
