"""Asking the bureau about everybody who stands for the loan, and the worst of what it says."""

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
from services.underwriting.cases.schemas.told import PartyTold, SubmissionTold
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
    consent = consent_of(told)
    place = (case_id, told.submission)
    found = [
        await bureau.obtain(asking, place, subject, consent, ASSESSMENT)
        for subject in subjects_of(told.party)
    ]
    return combined(found)


def consent_of(told: SubmissionTold) -> Consent | None:
    """The consent that allows asking, the latest if there are several."""
    given = [each for each in told.consents if each.purpose == BUREAU_CONSENT]
    if not given:
        return None
    latest = max(given, key=lambda each: each.given_at)
    return Consent(latest.text_version, latest.given_at)


def subjects_of(party: PartyTold) -> list[Subject]:
    """Whose credit counts: the person, or the business and its legal representative."""
    if party.kind == "person":
        if party.identity_number is None:
            return []
        return [Subject(SubjectKind.PERSON, party.name, party.identity_number)]
    if party.business is None or party.person is None:
        return []
    person = party.person
    return [
        Subject(SubjectKind.BUSINESS, party.business.name, party.business.credit_code),
        Subject(SubjectKind.PERSON, person.name, person.identity_number),
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
