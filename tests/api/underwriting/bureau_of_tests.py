"""A credit bureau inside the test: says what it is told to, and counts what it was asked."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.underwriting.bureau.protocol import BureauUnavailable, Question, Report

CLEAN: dict[str, Any] = {
    "report_no": "R-1",
    "issued_on": date(2026, 11, 23),
    "status": "reported",
    "current_overdue_count": 0,
    "overdue_count": 0,
    "consecutive_overdue_max": 0,
    "has_bad_status": False,
    "query_count_1m": 0,
    "query_count_3m": 1,
    "query_count_6m": 1,
    "open_loan_count": 0,
    "closed_loan_count": 3,
    "other_lender_count": 0,
    "guarantees_minor": 0,
    "debt_minor": 0,
    "monthly_debt_service_minor": 0,
}


@dataclass
class FakeBureau:
    """Answers every question with `report`; with none, it is out of order."""

    report: dict[str, Any] | None = field(default_factory=lambda: dict(CLEAN))
    asked: list[Question] = field(default_factory=list)

    async def report_on(self, question: Question) -> Report:
        """The report, or nothing."""
        self.asked.append(replace(question))
        if self.report is None:
            raise BureauUnavailable
        return Report.model_validate({**self.report, "issued_on": str(self.report["issued_on"])})

    async def aclose(self) -> None:
        """Nothing is open."""
