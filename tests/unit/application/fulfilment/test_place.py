"""Where an application belongs follows from what is known, in whatever order it was heard."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.application.domain.heard import EndedBy, Heard
from services.application.domain.lives import PayoutStatus
from services.application.domain.statuses import APPLICATION_MOVES, ApplicationStatus
from services.application.fulfilment.domain.place import ENDED, LADDER, place_of, steps
from services.kit.errors import TransitionNotAllowed
from tests.unit.application.fulfilment.stories import (
    AGAIN,
    NEXT,
    PAID,
    SECOND,
    SENT,
    SIGNING,
    C,
    L,
    Listener,
    P,
    S,
    Told,
    a_contract,
    a_loan,
    a_payout,
    interleaved,
)

# Name, what disbursement tells, what repayment tells, and where it must end.
Story = tuple[tuple[Told, ...], tuple[Told, ...], ApplicationStatus]
STORIES: dict[str, Story] = {
    "paid and opened": (PAID, (a_loan(L.ACTIVE),), S.ACTIVE),
    "paid back in full": (PAID, (a_loan(L.ACTIVE), a_loan(L.SETTLED)), S.SETTLED),
    "paid back with money that did not come": (
        PAID,
        (a_loan(L.ACTIVE), a_loan(L.SETTLED), a_loan(L.ACTIVE)),
        S.ACTIVE,
    ),
    "written off": (PAID, (a_loan(L.ACTIVE), a_loan(L.WRITTEN_OFF)), S.WRITTEN_OFF),
    "paid, not opened": (PAID, (), S.DISBURSED),
    "unknown, then paid": ((*SENT, a_payout(P.UNKNOWN), a_payout(P.SETTLED)), (), S.DISBURSED),
    "failed": ((*SENT, a_payout(P.FAILED)), (), S.DISBURSING),
    "failed, paid to another account": (
        (*SENT, a_payout(P.FAILED), *AGAIN),
        (a_loan(L.ACTIVE, SECOND),),
        S.ACTIVE,
    ),
    "returned": (
        (*PAID, a_payout(P.RETURNED)),
        (a_loan(L.ACTIVE), a_loan(L.PENDING)),
        S.DISBURSING,
    ),
    "returned, paid again": (
        (*PAID, a_payout(P.RETURNED), *AGAIN),
        (a_loan(L.ACTIVE), a_loan(L.PENDING), a_loan(L.ACTIVE, SECOND)),
        S.ACTIVE,
    ),
    "returned and given up": (
        (*PAID, a_payout(P.RETURNED), a_contract(C.TERMINATED, EndedBy.LENDER)),
        (a_loan(L.ACTIVE), a_loan(L.PENDING)),
        S.CANCELLED,
    ),
    "voided by the borrower": (
        (
            *SIGNING,
            a_payout(P.CREATED),
            a_payout(P.CANCELLED),
            a_contract(C.VOIDED, EndedBy.BORROWER),
        ),
        (),
        S.WITHDRAWN,
    ),
    "voided by the partner": (
        (SIGNING[0], a_contract(C.VOIDED, EndedBy.PARTNER)),
        (),
        S.WITHDRAWN,
    ),
    "voided by the lender": (
        (*SIGNING[:2], a_contract(C.VOIDED, EndedBy.LENDER)),
        (),
        S.CANCELLED,
    ),
    "drawn anew, not there yet": ((*SIGNING[:2], a_contract(C.VOIDED)), (), S.CONTRACTING),
    "drawn anew and signed": (
        (*SIGNING[:2], a_contract(C.VOIDED), a_contract(C.SIGNED, contract_id=NEXT)),
        (),
        S.CONTRACTED,
    ),
    "signed, payout cancelled": (
        (*SIGNING, a_payout(P.CREATED), a_payout(P.CANCELLED)),
        (),
        S.CONTRACTED,
    ),
    "given up after a failure, by the borrower": (
        (*SENT, a_payout(P.FAILED), a_contract(C.VOIDED, EndedBy.BORROWER)),
        (),
        S.CANCELLED,
    ),
}
of_every_story = pytest.mark.parametrize("name", sorted(STORIES))


@of_every_story
def test_f3_every_interleaving_of_the_two_stories_ends_the_same(name: str) -> None:
    contract, loan, end = STORIES[name]
    ends = set()
    for order in interleaved(contract, loan):
        listener = Listener()
        for told in order:
            listener.hear(told)
        ends.add((listener.status, listener.heard.contracts, listener.heard.payouts))
    assert {status for status, _, _ in ends} == {end}
    assert len(ends) == 1


@of_every_story
@given(picks=st.lists(st.integers(0, 30), max_size=60))
def test_f2_what_is_heard_again_later_changes_nothing(name: str, picks: list[int]) -> None:
    """Old messages told once more in between, as when an answer was lost on its way."""
    contract, loan, end = STORIES[name]
    listener, past = Listener(), cast("list[Told]", [])
    repeats = iter(picks)
    for told in (*contract, *loan):
        listener.hear(told)
        past.append(told)
        before = (listener.status, listener.heard)
        if _is_repeatable(again := past[next(repeats, 0) % len(past)], listener.heard):
            listener.hear(again)
            assert (listener.status, listener.heard) == before
    assert listener.status is end


def _is_repeatable(told: Told, heard: Heard) -> bool:
    """Of what goes to and fro, the inbox alone knows the order: only the latest is repeated."""
    loan, payout = heard.loan, heard.payout
    is_to_and_fro = told == a_loan(L.ACTIVE) or told == a_loan(L.PENDING)
    if is_to_and_fro or getattr(told, "loan_id", None):
        return told == loan
    return not hasattr(told, "payout_id") or told == payout


def test_nothing_is_known_before_a_contract_is() -> None:
    assert place_of(Heard(loan=a_loan(L.ACTIVE))) is None


@pytest.mark.parametrize("told", [P.SUBMITTED, P.SETTLED])
def test_a_running_loan_is_believed_whether_or_not_the_settlement_was_heard(
    told: PayoutStatus,
) -> None:
    listener = Listener()
    for each in (*SIGNING, a_payout(P.CREATED), a_payout(told), a_loan(L.ACTIVE)):
        listener.hear(each)
    assert listener.walked == [S.CONTRACTING, S.CONTRACTED, S.DISBURSING, S.DISBURSED, S.ACTIVE]
    listener.hear(a_payout(P.SETTLED))
    assert (listener.status, len(listener.walked)) == (S.ACTIVE, 5)


@pytest.mark.parametrize("status", [P.FAILED, P.RETURNED, P.CANCELLED])
def test_a_loan_does_not_run_on_money_that_never_arrived(status: PayoutStatus) -> None:
    heard = Heard((a_contract(C.SIGNED),), (a_payout(status),), a_loan(L.ACTIVE))
    assert place_of(heard) is not S.ACTIVE


def test_a_loan_of_an_earlier_payout_does_not_count() -> None:
    payouts = (a_payout(P.RETURNED), a_payout(P.SUBMITTED, SECOND))
    assert place_of(Heard((a_contract(C.EFFECTIVE),), payouts, a_loan(L.ACTIVE))) is S.DISBURSING


@pytest.mark.parametrize("target", sorted(S))
@pytest.mark.parametrize("current", sorted(S))
def test_steps_are_moves_of_the_table_and_only_a_settled_loan_runs_again(
    current: ApplicationStatus, target: ApplicationStatus
) -> None:
    reachable = {*LADDER, *ENDED} - {S.OFFER_ACCEPTED}
    if target not in reachable:
        return
    if current not in {*LADDER, *ENDED}:
        with pytest.raises(TransitionNotAllowed):
            steps(current, target)
        return
    at = current
    for step in steps(current, target):
        at = APPLICATION_MOVES.step(at, step)
    if (current, target) == (S.SETTLED, S.ACTIVE):
        assert at is target
    elif current in ENDED:
        assert at is current
    elif target in LADDER and LADDER.index(target) < LADDER.index(current):
        is_return = target is S.DISBURSING
        assert at is (target if is_return else current)
    elif target is S.WITHDRAWN:
        assert at in {S.WITHDRAWN, S.CANCELLED}
    else:
        assert at is target
