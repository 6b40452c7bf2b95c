"""What may be heard after what: total, and never backwards."""

from itertools import pairwise

import pytest

from services.application.domain.lives import (
    CONTRACT_LIFE,
    LOAN_LIFE,
    PAYOUT_LIFE,
    PREPARING,
    PayoutStatus,
    is_stale,
)
from services.application.intake.domain.happenings import Happening
from tests.unit.application.fulfilment.stories import C, L, P

WORDS = (("contract", list(C)), ("payout", list(P)), ("loan", list(L)))
ORDER = (C.DRAFT, C.DISCLOSED, C.SIGNING, C.SIGNED, C.EFFECTIVE)


def test_a_contract_goes_forward_and_may_end_anywhere() -> None:
    for earlier, later in pairwise(ORDER):
        assert not is_stale(CONTRACT_LIFE, earlier, later)
        assert is_stale(CONTRACT_LIFE, later, earlier)
    for end in (C.SETTLED, C.VOIDED, C.TERMINATED):
        assert all(not is_stale(CONTRACT_LIFE, status, end) for status in ORDER)
        onwards = [each for each in ORDER if not is_stale(CONTRACT_LIFE, end, each)]
        assert onwards == ([C.EFFECTIVE] if end is C.SETTLED else [])


def test_a_payout_goes_to_and_fro_until_it_is_submitted() -> None:
    for status in PREPARING:
        assert all(not is_stale(PAYOUT_LIFE, status, told) for told in P)
    for status in set(P) - PREPARING:
        assert all(is_stale(PAYOUT_LIFE, status, told) for told in PREPARING)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (P.SUBMITTED, P.UNKNOWN),
        (P.UNKNOWN, P.SUBMITTED),
        (P.UNKNOWN, P.FAILED),
        (P.SETTLED, P.RETURNED),
    ],
)
def test_what_follows_a_submission_is_heard(known: PayoutStatus, told: PayoutStatus) -> None:
    assert not is_stale(PAYOUT_LIFE, known, told)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (P.SETTLED, P.SUBMITTED),
        (P.SETTLED, P.FAILED),
        (P.FAILED, P.SETTLED),
        (P.RETURNED, P.SETTLED),
        (P.CANCELLED, P.SUBMITTED),
    ],
)
def test_what_was_overtaken_is_not(known: PayoutStatus, told: PayoutStatus) -> None:
    assert is_stale(PAYOUT_LIFE, known, told)


def test_a_loan_waits_again_when_its_money_is_back_and_is_written_off_for_good() -> None:
    assert not is_stale(LOAN_LIFE, L.ACTIVE, L.PENDING)
    assert not is_stale(LOAN_LIFE, L.PENDING, L.ACTIVE)
    assert is_stale(LOAN_LIFE, L.WRITTEN_OFF, L.ACTIVE)


def test_a_settled_loan_runs_again_when_the_money_did_not_come() -> None:
    assert not is_stale(LOAN_LIFE, L.SETTLED, L.ACTIVE)
    assert is_stale(LOAN_LIFE, L.SETTLED, L.PENDING)


def test_the_history_has_a_word_for_everything_that_is_heard() -> None:
    heard = {f"{name}_{status}" for name, statuses in WORDS for status in statuses}
    assert heard <= set(Happening)
