"""The moves of an application, and what each leaves behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.application.domain.statuses import (
    AMENDABLE,
    CONTRACT_DECIDES,
    IN_INTAKE,
    ApplicationStatus,
)
from services.application.intake.domain.errors import (
    ApplicationNotEditable,
    ApplicationNotUnderReview,
    ContractDecides,
)
from services.application.intake.domain.loan_application import (
    Amendment,
    RejectionReason,
    WithdrawalReason,
)
from services.kit.errors import TransitionNotAllowed
from tests.unit.application.intake.cases import NOW, TODAY, StoppedClock, an_application, yuan

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


def test_a_draft_is_amended_in_what_was_named() -> None:
    application = an_application()
    amended = application.amend(
        Amendment(wishes={"term_months": 6}, financials={"monthly_income": yuan(9_000)})
    )
    assert amended.wishes == replace(application.wishes, term_months=6)
    assert amended.financials.amounts() == {"monthly_income": yuan(9_000)}


def test_means_told_to_underwriting_are_kept_wherever_it_stands() -> None:
    asked = an_application(S.INFORMATION_REQUESTED).with_means({"monthly_sales": yuan(1)})
    assert asked.financials.amounts() == {"monthly_sales": yuan(1)}


def test_it_goes_on_after_intake_and_keeps_why_it_ended() -> None:
    approved = an_application(S.UNDERWRITING)
    declined = approved.advance(S.DECLINED, "debt_to_income_high")
    assert (declined.status, declined.closing_reason_code) == (S.DECLINED, "debt_to_income_high")


@pytest.mark.parametrize("status", sorted(set(S) - AMENDABLE))
def test_a_file_is_taken_while_it_may_change_or_underwriting_waits_for_it(
    status: ApplicationStatus,
) -> None:
    for amendable in AMENDABLE:
        an_application(amendable).require_uploadable(was_requested=False)
    an_application(S.INFORMATION_REQUESTED).require_uploadable(was_requested=True)
    with pytest.raises(ApplicationNotEditable):
        an_application(status).require_uploadable(was_requested=False)


@pytest.mark.parametrize("status", sorted(set(S) - {S.SUBMITTED}))
def test_it_is_reviewed_only_while_an_officer_has_it(status: ApplicationStatus) -> None:
    an_application(S.SUBMITTED).require_under_review()
    with pytest.raises(ApplicationNotUnderReview):
        an_application(status).require_under_review()


@pytest.mark.parametrize("status", S)
def test_intake_and_contracts_have_their_say_where_they_should(status: ApplicationStatus) -> None:
    application = an_application(status)
    if status in IN_INTAKE:
        application.require_in_intake()
    else:
        with pytest.raises(ApplicationNotUnderReview):
            application.require_in_intake()
    if status in CONTRACT_DECIDES:
        with pytest.raises(ContractDecides):
            application.require_no_contract()
    else:
        application.require_no_contract()
