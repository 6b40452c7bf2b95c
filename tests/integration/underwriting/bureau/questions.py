"""Questions to a bureau, and the good answer to each."""

from datetime import UTC, datetime
from typing import Any

from deploy.sandbox.bureau.truth_table import CLEAN
from services.kit.identifiers import new_id, typeid_of
from services.underwriting.bureau.protocol import Consent, Question, Subject, SubjectKind

CONSENT = Consent("2026-11-a", datetime(2026, 3, 9, 8, tzinfo=UTC))


def a_question(
    number: str = "110101199003070003", kind: SubjectKind = SubjectKind.PERSON
) -> Question:
    """A question nobody has asked before."""
    return Question(new_id(), Subject(kind, "王小明", number), "loan_application", CONSENT)


def good_answer(question: Question, **changed: Any) -> dict[str, Any]:
    """A whole and sound answer; `changed` is laid over its report."""
    report = {"report_no": "R-1", "issued_on": "2026-03-10", **CLEAN.written(), **changed}
    return {"query_id": typeid_of("bqy", question.query_id), "report": report}
