"""Once an offer was accepted, the next step follows what was heard of its carrying out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.application.domain.actors import Actor
from services.application.domain.heard import Heard, Signer
from services.application.domain.lives import PREPARING, PayoutStatus
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.calls import Blocked, Call
from services.application.intake.domain.next_steps import TURNS, NextStep, next_step
from services.kit.identifiers import new_id
from services.kit.money import Money
from tests.unit.application.fulfilment.stories import (
    SECOND,
    C,
    L,
    P,
    S,
    a_contract,
    a_loan,
    a_payout,
)
from tests.unit.application.intake.cases import an_application

APPLICANTS = {
    "disclosure_reading": Call("read_disclosure"),
    "disclosure_confirmation": Call("confirm_disclosure"),
    "signature": Call("sign_contract"),
    "payee_account": Call("name_payee_account"),
    "payee_verification": Call("see_payee_accounts"),
}


def heard(*missing: str, payout: PayoutStatus | None = None) -> Heard:
    contract = replace(a_contract(C.SIGNED), missing=missing)
    return Heard((contract,), () if payout is None else (a_payout(payout),))


def step_in(status: ApplicationStatus, known: Heard) -> NextStep:
    return next_step(an_application(status), [], heard=known)


def plain(status: ApplicationStatus) -> NextStep:
    return next_step(an_application(status), [])


@pytest.mark.parametrize("status", [S.CONTRACTING, S.CONTRACTED])
@pytest.mark.parametrize("code", sorted(APPLICANTS))
def test_what_the_applicant_can_do_is_theirs_to_do(status: ApplicationStatus, code: str) -> None:
    step = step_in(status, heard(code, "condition:visit"))
    assert (step.actor, step.call) == (Actor.BORROWER, APPLICANTS[code])
    assert [gap.pointer for gap in step.missing] == [
        f"/contract/{code}",
        "/contract/conditions/visit",
    ]
    assert step.message.en
    assert step.message.zh


def test_the_contract_comes_before_the_account() -> None:
    left = ["disclosure_reading", "disclosure_confirmation", "signature", "payee_account"]
    while left:
        step = step_in(S.CONTRACTING, heard(*reversed(left)))
        assert step.call == APPLICANTS[left.pop(0)]


def test_a_partner_acts_for_its_borrower() -> None:
    partners = an_application(S.CONTRACTING, partner_id=new_id())
    assert next_step(partners, [], heard=heard("signature")).actor is Actor.PARTNER


@pytest.mark.parametrize("code", ["condition:visit", "stamp_duty"])
def test_other_conditions_are_the_lenders_to_settle(code: str) -> None:
    step = step_in(S.CONTRACTED, heard(code))
    assert (step.actor, step.call) == (Actor.LOAN_OFFICER, None)
    assert step.blocked_because is Blocked.CONDITIONS_OPEN
    assert len(step.missing) == 1


@pytest.mark.parametrize("payout", [None, *sorted(PREPARING - {P.READY})])
def test_with_nothing_missing_our_machinery_goes_on(payout: PayoutStatus | None) -> None:
    assert step_in(S.CONTRACTED, heard(payout=payout)) == plain(S.CONTRACTED)


def test_what_is_ready_waits_for_finance() -> None:
    step = step_in(S.CONTRACTED, heard(payout=P.READY))
    assert (step.actor, step.missing, step.call) == (Actor.FINANCE_CHECKER, (), None)


@pytest.mark.parametrize("payout", [P.SUBMITTED, P.UNKNOWN, P.SETTLED])
def test_money_on_its_way_is_waited_for(payout: PayoutStatus) -> None:
    assert step_in(S.DISBURSING, heard(payout=payout)) == plain(S.DISBURSING)


UNPAID = pytest.mark.parametrize(
    ("payout", "blocked"),
    [(P.FAILED, Blocked.PAYOUT_FAILED), (P.RETURNED, Blocked.PAYOUT_RETURNED)],
)


@UNPAID
def test_money_that_did_not_arrive_asks_for_another_account(
    payout: PayoutStatus, blocked: Blocked
) -> None:
    step = step_in(S.DISBURSING, heard("payee_account", payout=payout))
    assert (step.actor, step.blocked_because) == (Actor.BORROWER, blocked)
    assert step.call == Call("name_payee_account")
    assert [gap.pointer for gap in step.missing] == ["/contract/payee_account"]
    assert "name another account" in step.message.en


@UNPAID
def test_another_account_is_verified_like_the_first(payout: PayoutStatus, blocked: Blocked) -> None:
    step = step_in(S.DISBURSING, heard("payee_verification", payout=payout))
    assert (step.actor, step.blocked_because) == (Actor.BORROWER, blocked)
    assert step.call == Call("see_payee_accounts")
    assert step.message == step.missing[0].message


@UNPAID
def test_nobody_is_asked_for_an_account_that_is_there(
    payout: PayoutStatus, blocked: Blocked
) -> None:
    step = step_in(S.DISBURSING, heard(payout=payout))
    assert (step.actor, step.blocked_because) == (Actor.FINANCE_MAKER, blocked)
    assert (step.missing, step.call) == ((), None)
    open_one = step_in(S.DISBURSING, heard("condition:visit", payout=payout))
    assert (open_one.actor, open_one.blocked_because) == (Actor.LOAN_OFFICER, blocked)


def test_the_next_payout_is_prepared_like_the_first() -> None:
    known = heard("payee_verification", payout=P.FAILED)
    again = replace(known, payouts=(*known.payouts, a_payout(P.CREATED, SECOND)))
    assert step_in(S.DISBURSING, again).call == Call("see_payee_accounts")
    ready = replace(heard(), payouts=(*known.payouts, a_payout(P.READY, SECOND)))
    assert step_in(S.DISBURSING, ready).actor is Actor.FINANCE_CHECKER


def test_a_running_loan_names_its_next_instalment() -> None:
    due = Money(706_352, "CNY")
    loan = replace(a_loan(L.ACTIVE), next_due_on=date(2026, 12, 28), next_due=due)
    step = step_in(S.ACTIVE, replace(heard(payout=P.SETTLED), loan=loan))
    # Midnight in Shanghai is 16:00 in UTC.
    assert step.due_at == datetime(2026, 12, 28, 16, tzinfo=UTC)
    assert (step.actor, step.call, step.amount) == (Actor.BORROWER, Call("see_loan"), due)
    assert step.message == TURNS[S.ACTIVE][1]


def test_without_an_instalment_due_there_is_no_deadline() -> None:
    step = step_in(S.ACTIVE, replace(heard(payout=P.SETTLED), loan=a_loan(L.ACTIVE)))
    assert (step.due_at, step.amount, step.call) == (None, None, Call("see_loan"))


@pytest.mark.parametrize("status", sorted(S))
def test_what_is_not_known_is_not_guessed(status: ApplicationStatus) -> None:
    replaced = Heard((replace(a_contract(C.VOIDED), missing=("signature",)),))
    signed = Heard((a_contract(C.SIGNED),))
    for known in (Heard(), replaced, signed):
        assert step_in(status, known).call == plain(status).call


def signed_by(*roles: str) -> Heard:
    """A contract that lacks signatures, of a borrower and a guarantor; these have signed."""
    signers = tuple(
        Signer(new_id(), role, role in roles) for role in ("borrower", "guarantor", "guarantor")
    )
    contract = replace(a_contract(C.SIGNING), signers=signers, missing=("signature",))
    return Heard((contract,))


def test_who_has_signed_waits_for_its_guarantors() -> None:
    signing = an_application(S.CONTRACTING)
    assert next_step(signing, [], heard=signed_by()).call == Call("sign_contract")
    assert next_step(signing, [], heard=signed_by("guarantor")).call == Call("sign_contract")
    step = next_step(signing, [], heard=signed_by("borrower"))
    assert (step.actor, step.call) == (Actor.GUARANTOR, None)
    assert step.blocked_because is Blocked.OTHERS_TO_SIGN
    assert [gap.pointer for gap in step.missing] == ["/contract/signature"]


def test_meanwhile_it_names_its_account() -> None:
    contract = signed_by("borrower").contracts[0]
    both = Heard((replace(contract, missing=("signature", "payee_account")),))
    step = next_step(an_application(S.CONTRACTING), [], heard=both)
    assert (step.actor, step.call) == (Actor.BORROWER, Call("name_payee_account"))
