"""What the reference shows of decisions: one on the example's case, made by the rules shipped."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.kit.schemas import MoneyRead
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.schemas.read import (
    AdviceRead,
    AnnualCostRead,
    ChangeRead,
    DecisionRead,
    ExplanationRead,
    ReplayRead,
    SentenceRead,
    TermsRead,
)

_AT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_SHA: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def _yuan(amount: int) -> MoneyRead:
    return MoneyRead(amount=amount * 100, currency="CNY")


DECISION_EXAMPLE: Final[dict[str, Any]] = DecisionRead(
    id=_ID,
    case_id=_ID,
    submission=1,
    kind="automatic",
    outcome=DecisionOutcome.APPROVED,
    is_standing=True,
    is_override=False,
    terms=TermsRead(
        amount=_yuan(30_000),
        term_months=12,
        annual_rate=111_000,
        method="level_instalment",
        instalment=MoneyRead(amount=265_248, currency="CNY"),
        annual_cost=AnnualCostRead(simple=120_600, compound=127_500, basis="periodic irr"),
    ),
    binding_constraint="requested",
    authority=Authority.AUTOMATIC,
    reasons=[],
    conditions=[],
    rulebook_version="2026.1",
    snapshot={"format": 1},
    snapshot_sha256=_SHA,
    answer={"format": 1, "outcome": "approved", "score": 514, "rating": "C"},
    answer_sha256=_SHA,
    valid_until=date(2026, 12, 8),
    decided_by="system:assessment",
    decided_at=_AT,
).model_dump(mode="json")

EXPLANATION_EXAMPLE: Final[dict[str, Any]] = ExplanationRead(
    decision_id=_ID,
    application_id=_ID,
    outcome=DecisionOutcome.DECLINED,
    decided_by="machine",
    summary=AdviceRead(
        code="told_declined",
        en="We cannot offer this loan.",
        zh="很遗憾，本次申请未获批准。",
        advice=None,
    ),
    reasons=[
        AdviceRead(
            code="overdue_now",
            en="A loan elsewhere is overdue.",
            zh="您在其他机构有逾期贷款。",
            advice=SentenceRead(
                en="Repay what is overdue and apply again.", zh="结清逾期后再申请。"
            ),
        )
    ],
    conditions=[],
    changes=[
        ChangeRead(
            kind="amount",
            amount=_yuan(20_000),
            term_months=12,
            co_borrower_income=None,
            words=SentenceRead(
                en="CNY 20,000.00 would be approved.", zh="申请 CNY 20,000.00 可获批准。"
            ),
        )
    ],
    decided_at=_AT,
).model_dump(mode="json")

REPLAY_EXAMPLE: Final[dict[str, Any]] = ReplayRead(
    decision_id=_ID,
    rulebook_version="2026.1",
    snapshot_sha256=_SHA,
    answer_sha256=_SHA,
    replayed_sha256=_SHA,
    is_identical=True,
).model_dump(mode="json")
