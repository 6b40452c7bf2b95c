"""What the reference shows of the talk with underwriting."""

import json
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from services.application.assessment import views
from services.application.assessment.domain.questions import QuestionStatus
from services.application.assessment.domain.reports import DecisionOutcome, Question, Reason
from services.application.assessment.records import AnswerRecord, DecisionRecord, QuestionRecord
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.entry import Standing
from services.kit.errors import Title
from services.kit.identifiers import typeid_of

_NOW: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_QUESTION: Final = Question(
    request_id=_ID,
    text="Which of your customers pay by the end of the month?",
    items=("bank_statement", "monthly_sales"),
    due_on=date(2026, 11, 30),
)
_REASON: Final = Reason(
    "debt_to_income_high",
    Title("The instalments would be too large a part of your income", "月供占收入比例过高"),
)

REPORT_TOLD_EXAMPLE: Final = {
    "sequence": 4,
    "after": 2,
    "case_id": typeid_of("case", _ID),
    "submission": 1,
    "kind": "decided",
    "information": None,
    "decision": {
        "id": typeid_of("dec", _ID),
        "outcome": "approved",
        "decided_at": "2026-11-23T02:30:00Z",
        "decided_by": ["system:assessment"],
        "offer": {
            "amount": {"amount": 8_000_000, "currency": "CNY"},
            "term_months": 12,
            "annual_rate": "10.8",
            "method": "level_instalment",
            "instalment": {"amount": 706_352, "currency": "CNY"},
            "annual_cost": {"simple": "10.80", "compound": "11.35", "basis": "periodic irr"},
            "conditions": [
                {
                    "code": "settlement_account",
                    "en": "Sales are paid into an account shown to us",
                    "zh": "销售回款进入约定账户",
                }
            ],
            "valid_until": "2026-12-08",
        },
        "reasons": [],
    },
}
ANSWER_CREATE_EXAMPLE: Final = {
    "request_id": typeid_of("inf", _ID),
    "text": "About half of them; the statement of last month is uploaded.",
    "financials": {"monthly_sales": {"amount": 6_500_000, "currency": "CNY"}},
}


_ANSWERED: Final = AnswerRecord(
    request_id=_ID,
    application_id=_ID,
    application_status=ApplicationStatus.UNDERWRITING,
    application_version=6,
    answered_at=_NOW,
)


ANSWER_EXAMPLE: Final = json.loads(views.question_answered(_ANSWERED).body)
QUESTIONS_EXAMPLE: Final = views.questions(
    [
        QuestionRecord(
            question=_QUESTION, status=QuestionStatus.OPEN, created_at=_NOW, answered_at=None
        )
    ]
).model_dump(mode="json")
DECISION_EXAMPLE: Final = views.decision(
    DecisionRecord(
        decision_id=_ID,
        application_id=_ID,
        outcome=DecisionOutcome.DECLINED,
        reasons=(_REASON,),
        decided_at=_NOW,
    )
).model_dump(mode="json")
TAKEN_EXAMPLE: Final = views.report_taken(
    Standing(_ID, ApplicationStatus.APPROVED, 5, _ID, "borrower", None)
).model_dump(mode="json")
