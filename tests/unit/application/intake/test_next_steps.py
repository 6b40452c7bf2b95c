"""The next step is known in every status, and says why it waits."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.application.domain.actors import Actor
from services.application.domain.statuses import (
    APPLICATION_MOVES,
    OPEN,
    ApplicationStatus,
)
from services.application.intake.domain.calls import Blocked, Call
from services.application.intake.domain.next_steps import TURNS, Awaited, next_step
from services.kit.errors import FieldError, Title
from services.kit.identifiers import new_id
from tests.unit.application.intake.cases import NOW, TODAY, an_application

S = ApplicationStatus
# Midnight in Shanghai is 16:00 in UTC.
TODAY_IS_OVER = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def a_gap(pointer: str, code: str = "required") -> FieldError:
    return FieldError(pointer, code, Title("x", "x"))


@pytest.mark.parametrize("status", sorted(S))
def test_every_status_has_a_next_step_in_both_languages(status: ApplicationStatus) -> None:
    step = next_step(an_application(status), [])
    assert step.message.en
    assert step.message.zh
    assert step.status is status


def test_the_turns_cover_exactly_the_statuses() -> None:
    assert TURNS.keys() == set(S)


@pytest.mark.parametrize("status", sorted(S))
def test_nobody_acts_when_and_only_when_nothing_follows(status: ApplicationStatus) -> None:
    step = next_step(an_application(status), [])
    # A settled loan runs again when its last payment is taken back, which nobody waits for.
    is_over = APPLICATION_MOVES.is_final(status) or status is S.SETTLED
    assert (step.actor is Actor.NOBODY) == is_over


@pytest.mark.parametrize("status", sorted(OPEN))
def test_a_partners_application_is_the_partners_turn_never_the_borrowers(
    status: ApplicationStatus,
) -> None:
    partners = an_application(status, partner_id=new_id())
    own = next_step(an_application(status), []).actor
    expected = Actor.PARTNER if own is Actor.BORROWER else own
    assert next_step(partners, []).actor is expected


@pytest.mark.parametrize(
    ("pointers", "blocked", "call"),
    [
        ([], None, Call("submit_application")),
        (["/amount", "/materials/licence"], Blocked.INCOMPLETE, Call("amend_application")),
        (
            ["/materials/licence", "/consents/personal_data"],
            Blocked.INCOMPLETE,
            Call("upload_material", "licence"),
        ),
        (["/amount", "/collaterals"], Blocked.INCOMPLETE, Call("amend_application")),
        (["/collaterals", "/materials/licence"], Blocked.INCOMPLETE, Call("offer_collateral")),
        (["/consents/personal_data"], Blocked.INCOMPLETE, Call("give_consent")),
        (
            ["/legal_representative/consents/credit_bureau_query"],
            Blocked.INCOMPLETE,
            Call("give_representatives_consent"),
        ),
        (["/party_id"], Blocked.INCOMPLETE, None),
        (["/group"], Blocked.INCOMPLETE, None),
    ],
)
@pytest.mark.parametrize("status", [S.DRAFT, S.SUPPLEMENT_REQUIRED])
def test_the_applicant_is_led_from_fields_to_security_to_materials_to_consents(
    status: ApplicationStatus, pointers: list[str], blocked: Blocked | None, call: Call | None
) -> None:
    step = next_step(an_application(status), [a_gap(pointer) for pointer in pointers])
    assert (step.blocked_because, step.call) == (blocked, call)


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("group_missing", Call("form_group")),
        ("group_agreement_missing", Call("agree_to_group")),
        ("group_forming", None),
    ],
)
def test_a_group_is_formed_and_agreed_to_and_the_rest_is_for_others(
    code: str, call: Call | None
) -> None:
    gap = FieldError("/group", code, Title("is missing", "缺少"))
    step = next_step(an_application(S.DRAFT), [gap])
    assert (step.blocked_because, step.call) == (Blocked.INCOMPLETE, call)


@pytest.mark.parametrize(
    ("gaps", "blocked", "call"),
    [
        ([], None, Call("accept_application")),
        (
            [
                a_gap("/materials/a", "material_rejected"),
                a_gap("/materials/b", "material_unreviewed"),
            ],
            Blocked.MATERIALS_UNREVIEWED,
            Call("review_material", "b"),
        ),
        (
            [a_gap("/materials/a", "material_rejected")],
            Blocked.MATERIALS_REJECTED,
            Call("request_supplement"),
        ),
    ],
)
def test_the_officer_is_led_from_review_to_answer(
    gaps: list[FieldError], blocked: Blocked | None, call: Call | None
) -> None:
    step = next_step(an_application(S.SUBMITTED, sla_due_at=NOW), gaps)
    assert (step.blocked_because, step.call, step.due_at) == (blocked, call, NOW)


def test_a_supplement_is_due_when_its_business_day_is_over() -> None:
    asked = an_application(S.SUPPLEMENT_REQUIRED, supplement_due_on=TODAY)
    assert next_step(asked, []).due_at == TODAY_IS_OVER


@pytest.mark.parametrize(
    ("pointers", "call"),
    [
        ([], Call("answer_question")),
        (["/financials/monthly_sales"], Call("answer_question")),
        (
            ["/financials/monthly_sales", "/materials/statement", "/materials/lease"],
            Call("upload_material", "statement"),
        ),
    ],
)
def test_an_answer_begins_with_the_papers_that_were_asked_for(
    pointers: list[str], call: Call
) -> None:
    gaps = [a_gap(pointer) for pointer in pointers]
    step = next_step(an_application(S.INFORMATION_REQUESTED), gaps, Awaited(TODAY, is_over=False))
    assert (step.blocked_because, step.call, step.missing) == (None, call, tuple(gaps))
    assert step.due_at == TODAY_IS_OVER


@pytest.mark.parametrize(
    ("offer", "blocked", "call"),
    [
        (Awaited(TODAY, is_over=False), None, Call("accept_offer")),
        (Awaited(TODAY, is_over=True), Blocked.OFFER_LAPSED, None),
    ],
    ids=["open", "lapsed"],
)
def test_an_offer_is_accepted_until_its_last_day_is_over(
    offer: Awaited, blocked: Blocked | None, call: Call | None
) -> None:
    step = next_step(an_application(S.APPROVED), [], offer)
    assert (step.blocked_because, step.call, step.due_at) == (blocked, call, TODAY_IS_OVER)


@pytest.mark.parametrize("status", [S.INFORMATION_REQUESTED, S.APPROVED])
def test_before_question_or_offer_is_known_nothing_is_called_for(
    status: ApplicationStatus,
) -> None:
    step = next_step(an_application(status), [])
    assert (step.blocked_because, step.call, step.due_at) == (None, None, None)


@pytest.mark.parametrize("partner_id", [None, new_id()])
def test_an_applicant_is_told_its_own_calls_and_no_officers(partner_id: UUID | None) -> None:
    officers = next_step(an_application(S.SUBMITTED, partner_id=partner_id), [])
    assert officers.call == Call("accept_application")
    assert officers.for_applicant() == replace(officers, call=None)
    own = next_step(an_application(S.DRAFT, partner_id=partner_id), [])
    assert own.for_applicant() == own
