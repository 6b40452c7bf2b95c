"""Asking the bureau about everybody who stands for the loan, and the worst of what it says."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from services.underwriting.bureau import entry as bureau
from services.underwriting.bureau.entry import (
    Asking,
    Availability,
    Consent,
    Found,
    Subject,
    SubjectKind,
)
from services.underwriting.cases.schemas.told import ConsentTold, SubmissionTold
from services.underwriting.decisions.entry import BureauFacts, BureauStatus
from services.underwriting.machinery import ASSESSMENT

BUREAU_CONSENT: Final = "credit_bureau_query"

# What is worst first: one subject without an answer leaves the whole without one.
_WORST_FIRST: Final = (
    Availability.NO_CONSENT,
    Availability.UNAVAILABLE,
    Availability.REPORTED,
    Availability.NO_RECORD,
)
_LARGEST: Final = ("consecutive_overdue_max", "query_count_3m")
_SUMMED: Final = (
    "current_overdue_count",
    "overdue_count",
    "open_loan_count",
    "closed_loan_count",
    "other_lender_count",
    "guarantees_minor",
    "debt_minor",
    "monthly_debt_service_minor",
)


async def ask_bureau(asking: Asking, case_id: UUID, told: SubmissionTold) -> BureauFacts:
    """The bureau's facts on the borrower and its legal representative; raises `BureauBusy`."""
    place = (case_id, told.submission)
    found = [
        await bureau.obtain(asking, place, subject, consent_among(given), ASSESSMENT)
        for subject, given in subjects_of(told)
    ]
    return combined(found)


def consent_among(given: Sequence[ConsentTold]) -> Consent | None:
    """The consent that allows asking about whoever gave these, the latest if there are several."""
    alike = [each for each in given if each.purpose == BUREAU_CONSENT]
    if not alike:
        return None
    latest = max(alike, key=lambda each: each.given_at)
    return Consent(latest.text_version, latest.given_at)


def subjects_of(told: SubmissionTold) -> list[tuple[Subject, Sequence[ConsentTold]]]:
    """Whose credit counts, the person or the business and who represents it, and what each agreed
    to: nobody is asked about on the consent of another."""
    party = told.party
    if party.kind == "person":
        if party.identity_number is None:
            return []
        itself = Subject(SubjectKind.PERSON, party.name, party.identity_number)
        return [(itself, told.consents)]
    if party.business is None or party.person is None:
        return []
    business, person = party.business, party.person
    return [
        (Subject(SubjectKind.BUSINESS, business.name, business.credit_code), told.consents),
        (Subject(SubjectKind.PERSON, person.name, person.identity_number), person.consents),
    ]


def combined(found: list[Found]) -> BureauFacts:
    """What was found about all of them as one: sums of debts, the largest of habits."""
    if not found:
        return BureauFacts()
    status = min((each.availability for each in found), key=_WORST_FIRST.index)
    reports = [each.report for each in found if each.report is not None]
    if len(reports) < len(found):
        return BureauFacts(status=BureauStatus(status.value))
    return BureauFacts(
        status=BureauStatus(status.value),
        report_age_days=max(each.age_days or 0 for each in found),
        has_bad_status=any(report.has_bad_status for report in reports),
        **{name: max(getattr(report, name) for report in reports) for name in _LARGEST},
        **{name: sum(getattr(report, name) for report in reports) for name in _SUMMED},
    )
