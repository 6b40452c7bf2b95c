"""The lives of a contract and of a payout, as `states.md` of the design draws them."""

import pytest

from services.disbursement.domain.statuses import (
    CONTRACT_MOVES,
    LIVE_CONTRACTS,
    PAYOUT_MOVES,
    ContractStatus,
    PayoutStatus,
)
from services.kit.errors import TransitionNotAllowed

_P = PayoutStatus


def test_a_contract_is_left_only_until_the_money_is_out() -> None:
    leavable = {status for status, to in CONTRACT_MOVES.moves.items() if "voided" in to}
    assert leavable == {"draft", "disclosed", "signing", "signed"}


def test_an_ended_contract_is_not_live() -> None:
    assert set(ContractStatus) - LIVE_CONTRACTS == {"voided", "terminated"}


def test_a_payout_is_cancelled_only_before_it_is_submitted() -> None:
    cancellable = {status for status, to in PAYOUT_MOVES.moves.items() if _P.CANCELLED in to}
    assert cancellable == {_P.CREATED, _P.CONDITIONS_PENDING, _P.READY, _P.APPROVED}


@pytest.mark.parametrize("target", [_P.APPROVED, _P.SUBMITTED, _P.CANCELLED, _P.RETURNED])
def test_an_unknown_payout_waits_for_the_banks_word(target: PayoutStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        PAYOUT_MOVES.step(_P.UNKNOWN, target)


def test_money_that_settled_may_still_come_back_and_nothing_after_that() -> None:
    assert PAYOUT_MOVES.step(_P.SETTLED, _P.RETURNED) is _P.RETURNED
    assert all(PAYOUT_MOVES.is_final(each) for each in (_P.RETURNED, _P.FAILED, _P.CANCELLED))
