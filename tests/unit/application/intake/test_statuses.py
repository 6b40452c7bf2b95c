"""The application's life: total, closed, and the database's CHECK says the same."""

import pytest

from services.application.domain.statuses import (
    AMENDABLE,
    APPLICATION_MOVES,
    OPEN,
    UNDER_WAY,
    ApplicationStatus,
)
from services.kit.errors import TransitionNotAllowed

S = ApplicationStatus


def test_every_status_has_a_row() -> None:
    assert set(APPLICATION_MOVES.moves) == set(S)


def test_every_status_but_draft_can_be_reached() -> None:
    reached = set().union(*APPLICATION_MOVES.moves.values())
    assert reached == set(S) - {S.DRAFT}


def test_what_is_final_is_not_open() -> None:
    assert not {status for status in OPEN if APPLICATION_MOVES.is_final(status)}


def test_what_is_asked_for_or_owed_ties_its_security() -> None:
    assert OPEN < UNDER_WAY
    assert {S.DISBURSING, S.DISBURSED, S.ACTIVE, S.WRITTEN_OFF} == UNDER_WAY - OPEN


def test_only_the_applicants_turns_can_be_amended() -> None:
    assert {S.DRAFT, S.SUPPLEMENT_REQUIRED} == AMENDABLE


@pytest.mark.parametrize("status", sorted(S))
def test_nothing_is_withdrawn_once_a_payout_is_under_way(status: ApplicationStatus) -> None:
    may_leave = S.WITHDRAWN in APPLICATION_MOVES.moves[status]
    before_payout = status in OPEN and status is not S.DISBURSING
    assert may_leave == before_payout


@pytest.mark.parametrize(
    ("current", "target"),
    [
        (S.DRAFT, S.ACCEPTED),
        (S.SUPPLEMENT_REQUIRED, S.ACCEPTED),
        (S.WITHDRAWN, S.SUBMITTED),
        (S.REJECTED, S.SUBMITTED),
        (S.SUBMITTED, S.APPROVED),
        (S.ACTIVE, S.WITHDRAWN),
    ],
)
def test_steps_that_are_not_in_the_table_are_refused(
    current: ApplicationStatus, target: ApplicationStatus
) -> None:
    with pytest.raises(TransitionNotAllowed):
        APPLICATION_MOVES.step(current, target)


def test_the_check_names_every_status() -> None:
    condition = APPLICATION_MOVES.check_sql("status")
    assert all(f"'{status}'" in condition for status in S)
