"""One contract at a time and one loan: whatever else is told is of another, or too early."""

from dataclasses import replace

import pytest

from services.application.domain.heard import EndedBy, Heard
from services.application.fulfilment.domain.belonging import (
    known_contract,
    known_payout,
    require_no_other_loan,
)
from services.application.fulfilment.domain.errors import AnotherContract, AnotherLoan
from tests.unit.application.fulfilment.stories import (
    NEXT,
    ONLY,
    SECOND,
    C,
    L,
    P,
    a_contract,
    a_loan,
    a_payout,
)

DRAWN = Heard((a_contract(C.DRAFT),))


def test_a_first_contract_is_new_and_the_same_one_is_known() -> None:
    assert known_contract(Heard(), ONLY) is None
    assert known_contract(DRAWN, ONLY) is DRAWN.contract


@pytest.mark.parametrize("ended_by", [None, *EndedBy])
def test_another_contract_follows_only_one_that_was_drawn_anew(ended_by: EndedBy | None) -> None:
    voided = Heard((a_contract(C.VOIDED, ended_by),))
    if ended_by is None:
        assert known_contract(voided, NEXT) is None
    else:
        with pytest.raises(AnotherContract):
            known_contract(voided, NEXT)


def test_another_contract_is_too_early_while_the_first_one_stands() -> None:
    with pytest.raises(AnotherContract) as early:
        known_contract(DRAWN, NEXT)
    assert early.value.retryable


def test_a_payout_belongs_to_a_contract_that_is_known() -> None:
    with pytest.raises(AnotherContract):
        known_payout(Heard(), a_payout(P.CREATED))
    assert known_payout(DRAWN, a_payout(P.CREATED)) is None
    paid = replace(DRAWN, payouts=(a_payout(P.SETTLED), a_payout(P.CREATED, SECOND)))
    assert known_payout(paid, a_payout(P.RETURNED)) is paid.payouts[0]


def test_there_is_one_loan() -> None:
    loan = a_loan(L.ACTIVE)
    require_no_other_loan(Heard(), loan.loan_id)
    require_no_other_loan(Heard(loan=loan), loan.loan_id)
    with pytest.raises(AnotherLoan):
        require_no_other_loan(Heard(loan=loan), NEXT)
