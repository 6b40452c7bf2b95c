"""Which orders provably stayed with us."""

import pytest

from services.disbursement.payouts.domain.attempting import NOT_SUBMITTED, never_left


@pytest.mark.parametrize("times", [1, 3])
def test_what_was_never_submitted_stayed(times: int) -> None:
    assert never_left([NOT_SUBMITTED] * times, None)


@pytest.mark.parametrize("outcome", [None, "ambiguous", "accepted", "lost", "rejected"])
def test_one_that_may_have_left_is_enough(outcome: str | None) -> None:
    assert not never_left([NOT_SUBMITTED, outcome], None)
    assert not never_left([outcome, NOT_SUBMITTED], None)


def test_what_a_provider_told_us_of_is_there() -> None:
    assert not never_left([NOT_SUBMITTED], "SR-00000001")


def test_without_an_order_nothing_is_said() -> None:
    assert not never_left([], None)
