"""A move on the timeline: from which status to which, by whom, and why."""

from services.application.domain.actors import Actor
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.happenings import Event, Happening, moved
from tests.unit.application.intake.cases import an_application

S = ApplicationStatus


def test_a_move_tells_both_ends_and_why_it_closed() -> None:
    before = an_application(S.SUBMITTED)
    after = an_application(S.REJECTED, closing_reason_code="duplicate")
    assert moved(before, after, Actor.LOAN_OFFICER, "the same as last week's") == Event(
        kind=Happening.STATUS_CHANGED,
        actor=Actor.LOAN_OFFICER,
        from_status=S.SUBMITTED,
        to_status=S.REJECTED,
        reason_code="duplicate",
        reason="the same as last week's",
    )


def test_a_move_onward_has_no_reason() -> None:
    event = moved(an_application(), an_application(S.SUBMITTED), Actor.BORROWER)
    assert (event.from_status, event.to_status) == (S.DRAFT, S.SUBMITTED)
    assert (event.reason_code, event.reason, event.item) == (None, None, None)
