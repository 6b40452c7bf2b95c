"""A material's life, and when it grows stale."""

from datetime import date, timedelta

import pytest

from services.application.domain.checklists import ChecklistItem, MediaType, Requirement
from services.application.intake.domain.materials import (
    MATERIAL_MOVES,
    MaterialNeed,
    MaterialStatus,
    ReviewOutcome,
)
from services.kit.errors import Invalid, Title, TransitionNotAllowed, UnsupportedMedia
from services.kit.identifiers import new_id
from tests.unit.application.intake.cases import TODAY, a_material, an_item

M = MaterialStatus
DAY = timedelta(days=1)
LICENCE = an_item("business_licence")
STATEMENT = an_item("bank_statement", freshness_days=30)


def refused_with(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in error.value.errors]


def test_every_status_has_a_row() -> None:
    assert set(MATERIAL_MOVES.moves) == set(M)


@pytest.mark.parametrize("status", [M.REQUIRED, M.UPLOADED, M.REJECTED, M.EXPIRED])
def test_an_upload_makes_it_uploaded(status: MaterialStatus) -> None:
    upload_id = new_id()
    after = a_material(LICENCE, status, reason="blurred").upload(upload_id, None, TODAY)
    assert (after.status, after.upload_id, after.reason) == (M.UPLOADED, upload_id, None)


@pytest.mark.parametrize("status", [M.VERIFIED, M.WAIVED])
def test_what_is_settled_is_not_uploaded_again(status: MaterialStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        a_material(LICENCE, status).upload(new_id(), None, TODAY)


def test_a_verified_document_that_has_expired_may_be_replaced() -> None:
    stale = a_material(STATEMENT, M.VERIFIED, document_on=TODAY - 31 * DAY)
    assert stale.upload(new_id(), TODAY, TODAY).status is M.UPLOADED


def test_a_material_that_ages_needs_the_date_on_the_document() -> None:
    with pytest.raises(Invalid) as error:
        a_material(STATEMENT).upload(new_id(), None, TODAY)
    assert refused_with(error) == [("#query/document_on", "document_date_required")]


@pytest.mark.parametrize(
    ("item", "document_on", "code"),
    [
        (STATEMENT, TODAY + DAY, "document_date_in_future"),
        (LICENCE, TODAY + DAY, "document_date_in_future"),
        (STATEMENT, TODAY - 31 * DAY, "document_too_old"),
    ],
)
def test_a_document_date_that_cannot_be_is_told(
    item: ChecklistItem, document_on: date, code: str
) -> None:
    with pytest.raises(Invalid) as error:
        a_material(item).upload(new_id(), document_on, TODAY)
    assert refused_with(error) == [("#query/document_on", code)]


def test_the_last_day_of_freshness_is_still_fresh() -> None:
    oldest = TODAY - 30 * DAY
    after = a_material(STATEMENT).upload(new_id(), oldest, TODAY)
    assert after.valid_until == TODAY
    assert after.as_of(TODAY).status is M.UPLOADED
    assert after.as_of(TODAY + DAY).status is M.EXPIRED


def test_what_does_not_age_never_expires() -> None:
    after = a_material(LICENCE).upload(new_id(), TODAY - 9000 * DAY, TODAY)
    assert after.as_of(TODAY + 9000 * DAY).status is M.UPLOADED


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(ReviewOutcome.VERIFIED, M.VERIFIED), (ReviewOutcome.REJECTED, M.REJECTED)],
)
def test_a_review_settles_what_was_uploaded(outcome: ReviewOutcome, status: MaterialStatus) -> None:
    after = a_material(LICENCE, M.UPLOADED).review(outcome, "seen", TODAY)
    assert (after.status, after.reason) == (status, "seen")


@pytest.mark.parametrize("status", sorted(set(M) - {M.UPLOADED}))
def test_only_what_was_uploaded_is_reviewed(status: MaterialStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        a_material(LICENCE, status).review(ReviewOutcome.VERIFIED, None, TODAY)


@pytest.mark.parametrize("status", [M.VERIFIED, M.WAIVED])
def test_what_is_settled_is_not_waived(status: MaterialStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        a_material(LICENCE, status).waive("known customer", TODAY)


def test_an_officers_request_makes_an_optional_item_required() -> None:
    optional = a_material(an_item("order_book", Requirement.OPTIONAL))
    asked = optional.request("show the orders", TODAY)
    assert (asked.need, asked.status) == (MaterialNeed.REQUIRED, M.REQUIRED)


def test_an_officers_request_refuses_what_was_uploaded() -> None:
    asked = a_material(LICENCE, M.UPLOADED).request("cut off", TODAY)
    assert (asked.status, asked.reason) == (M.REJECTED, "cut off")


def test_what_was_requested_stays_required_whatever_the_checklist_says() -> None:
    asked = a_material(LICENCE, M.UPLOADED).request("cut off", TODAY)
    assert asked.fitted(None).need is MaterialNeed.REQUIRED


def test_a_file_is_of_a_kind_the_item_may_be() -> None:
    licence = a_material(LICENCE)
    licence.require_accepted(MediaType.PDF)
    with pytest.raises(UnsupportedMedia) as error:
        licence.require_accepted(MediaType.PNG)
    assert error.value.detail == Title(
        "This item may be: application/pdf.", "该资料支持的文件类型：application/pdf。"
    )
