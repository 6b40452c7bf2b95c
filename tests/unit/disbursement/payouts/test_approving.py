"""Whose hands a payout takes."""

from uuid import UUID

import pytest

from services.disbursement.payouts.domain.approving import (
    Hand,
    next_hand,
    require_may_approve,
    takes_people,
)
from services.disbursement.payouts.domain.errors import ApprovalNotNeeded, MakerFirst
from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.money import Money
from services.kit.roles import Role

LIMIT = 5_000_000
AT_LIMIT, ABOVE = Money(LIMIT, "CNY"), Money(LIMIT + 1, "CNY")


def somebody(subject: str, *roles: Role, partner_id: UUID | None = None) -> Caller:
    return Caller(
        subject, frozenset(roles), frozenset(), partner_id, "svc:gateway", "req_of_a_test"
    )


def test_the_limit_itself_takes_nobody() -> None:
    assert not takes_people(AT_LIMIT, LIMIT)
    assert takes_people(ABOVE, LIMIT)
    with pytest.raises(ApprovalNotNeeded):
        next_hand(AT_LIMIT, LIMIT, ())


def test_the_maker_comes_first_and_the_checker_second() -> None:
    assert next_hand(ABOVE, LIMIT, ()) is Hand.MAKER
    assert next_hand(ABOVE, LIMIT, [Hand.MAKER]) is Hand.CHECKER


@pytest.mark.parametrize("subject", ["owner", "decider", "maker"])
def test_z5_nobody_approves_what_they_had_a_hand_in(subject: str) -> None:
    caller = somebody(subject, Role.FINANCE_CHECKER)
    with pytest.raises(OwnWork):
        require_may_approve(
            caller, Hand.CHECKER, owner="owner", decided_by=["decider"], signed=["maker"]
        )


def test_z5_nobody_approves_what_their_partners_borrower_gets() -> None:
    caller = somebody("new", Role.FINANCE_CHECKER, partner_id=UUID(int=1))
    owner = f"partner:{UUID(int=1)}"
    with pytest.raises(OwnWork):
        require_may_approve(caller, Hand.CHECKER, owner=owner, decided_by=(), signed=())


@pytest.mark.parametrize(
    ("hand", "role"),
    [(Hand.MAKER, Role.FINANCE_CHECKER), (Hand.CHECKER, Role.FINANCE_MAKER)],
)
def test_each_hand_is_the_right_roles(hand: Hand, role: Role) -> None:
    with pytest.raises(MakerFirst):
        require_may_approve(somebody("new", role), hand, owner="owner", decided_by=(), signed=())


def test_somebody_apart_may() -> None:
    caller = somebody("new", Role.FINANCE_CHECKER)
    require_may_approve(
        caller, Hand.CHECKER, owner="owner", decided_by=["decider"], signed=["maker"]
    )
