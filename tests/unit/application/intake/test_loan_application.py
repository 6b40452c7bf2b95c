"""The moves of an application, and what each leaves behind."""

from datetime import timedelta

import pytest

from services.application.domain.statuses import AMENDABLE, ApplicationStatus
from services.application.intake.domain.errors import (
    ApplicationNotEditable,
    ApplicationNotUnderReview,
)
from services.application.intake.domain.loan_application import (
    Amendment,
    RejectionReason,
    WithdrawalReason,
)
from services.kit.errors import TransitionNotAllowed
from tests.unit.application.intake.cases import NOW, TODAY, StoppedClock, an_application

S = ApplicationStatus


def test_submission_starts_the_officers_four_hours() -> None:
    submitted = an_application().submit(StoppedClock())
    assert submitted.status is S.SUBMITTED
    assert submitted.sla_due_at == NOW + timedelta(hours=4)
    assert submitted.submitted_on == TODAY


def test_resubmission_starts_them_anew_and_clears_the_deadline() -> None:
    asked = an_application().submit(StoppedClock()).request_supplement(TODAY)
    assert (asked.sla_due_at, asked.supplement_due_on) == (None, TODAY)
    later = StoppedClock(NOW + timedelta(days=2), TODAY + timedelta(days=2))
    again = asked.submit(later)
    assert again.sla_due_at == later.at + timedelta(hours=4)
    assert again.supplement_due_on is None


def test_acceptance_stops_the_clock() -> None:
    accepted = an_application().submit(StoppedClock()).accept(NOW)
    assert (accepted.status, accepted.accepted_at, accepted.sla_due_at) == (S.ACCEPTED, NOW, None)


def test_a_rejection_keeps_its_reason() -> None:
    rejected = an_application(S.SUBMITTED).reject(RejectionReason.DUPLICATE, "see the other one")
    assert (rejected.status, rejected.closing_reason_code) == (S.REJECTED, "duplicate")
    assert rejected.closing_reason == "see the other one"


def test_a_withdrawal_needs_no_reason() -> None:
    assert an_application().withdraw(None, None).status is S.WITHDRAWN
    gone = an_application(S.APPROVED).withdraw(WithdrawalReason.BETTER_OFFER, None)
    assert gone.closing_reason_code == "better_offer"


@pytest.mark.parametrize("status", sorted(set(S) - AMENDABLE))
def test_only_draft_and_supplement_can_be_amended(status: ApplicationStatus) -> None:
    with pytest.raises(ApplicationNotEditable):
        an_application(status).amend(Amendment(wishes={"term_months": 6}, financials={}))


@pytest.mark.parametrize("status", sorted(set(S) - {S.SUBMITTED}))
def test_only_what_was_submitted_is_under_review(status: ApplicationStatus) -> None:
    with pytest.raises(ApplicationNotUnderReview):
        an_application(status).require_under_review()


@pytest.mark.parametrize("status", sorted(set(S) - {S.SUBMITTED}))
def test_only_what_was_submitted_is_accepted(status: ApplicationStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        an_application(status).accept(NOW)


def test_documents_no_longer_age_once_handed_in() -> None:
    later = TODAY + timedelta(days=90)
    assert an_application(S.DRAFT).fresh_on(later) == later
    assert an_application(S.SUBMITTED, submitted_on=TODAY).fresh_on(later) == TODAY
    assert an_application(S.SUPPLEMENT_REQUIRED, submitted_on=TODAY).fresh_on(later) == later
