"""The bureau's own book of who asked what, on which consent: a line per question, only added to."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from deploy.sandbox.bureau.asked import QuestionAsked

QUESTIONS_MAX: Final = 200_000


class BookFull(Exception):
    """The sandbox has been asked more than it was made for; a fresh file begins anew."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A question in the book, and the day its report bears."""

    report_no: str
    issued_on: date


class QueryBook:
    """The questions so far; the same question again is the same line."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._noted: dict[str, Noted] = {}
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                kept = json.loads(line)
                noted = Noted(kept["report_no"], date.fromisoformat(kept["issued_on"]))
                self._noted[kept["query_id"]] = noted

    def note(self, question: QuestionAsked, case: str, now: datetime, today: date) -> Noted:
        """Write the question down before it is answered. Raises BookFull."""
        known = self._noted.get(question.query_id)
        if known is not None:
            return known
        if len(self._noted) >= QUESTIONS_MAX:
            raise BookFull
        noted = Noted(f"SB-{len(self._noted) + 1:08d}", today)
        line = {
            "query_id": question.query_id,
            "report_no": noted.report_no,
            "issued_on": noted.issued_on.isoformat(),
            "asked_at": now.isoformat(),
            "kind": question.subject.kind,
            "number": question.subject.masked_number,
            "purpose": question.purpose,
            "consent": question.consent.text_version,
            "consent_given_at": question.consent.given_at.isoformat(),
            "case": case,
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as book:
            book.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._noted[question.query_id] = noted
        return noted
