"""What takes two people, and when a refund or a waiver has all of its effect."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.kit.errors import Invalid, OwnWork, TransitionNotAllowed
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.line import PLACE
from services.loan_engine.servicing.transactions import Kind
from services.loan_engine.terms import Payee
from services.repayment.domain.contingent_fees import ContingentFee
from services.repayment.receipts.domain.errors import (
    FeeDiffers,
    FeeNotDisclosed,
    MoreThanDue,
    NotTheProposer,
)
from services.repayment.receipts.domain.fees import Charge
from services.repayment.receipts.domain.payouts import PayoutEnd, RefundPayout
from services.repayment.receipts.domain.proposal_steps import ProposalActor, proposal_step
from services.repayment.receipts.domain.proposals import (
    PROPOSAL_MOVES,
    Proposal,
    ProposalKind,
    ProposalStatus,
    require_another,
    require_proposer,
)
from services.repayment.receipts.domain.receipt import reference_of
from tests.unit.repayment.receipts.folded import BEGAN, FIRST_DUE, after, happened

OLDER = UUID(int=5)
ID = UUID(int=7)
LATE = FIRST_DUE + timedelta(days=20)
WAITING = (happened(Kind.RECEIVED, 300, BEGAN, reference_of(OLDER)),)
NEXT = BEGAN + timedelta(days=2)
INTEREST = 100_000


def a_refund(of: UUID, amount: int, *, to: UUID | None = None) -> Proposal:
    return Proposal(
        loan_id=UUID(int=1),
        kind=ProposalKind.REFUND,
        amount=Money(amount, "CNY"),
        repayment_id=of,
        payee_account_id=to,
    )


def a_waiver(component: Component, amount: int) -> Proposal:
    return Proposal(
        loan_id=UUID(int=1),
        kind=ProposalKind.WAIVER,
        amount=Money(amount, "CNY"),
        component=component,
    )


def test_z10_only_what_goes_back_to_its_source_is_one_persons() -> None:
    assert not a_refund(OLDER, 1).takes_two
    assert a_refund(OLDER, 1, to=UUID(int=9)).takes_two
    assert a_waiver(Component.PENALTY, 1).takes_two


def test_only_what_goes_elsewhere_is_still_to_be_paid() -> None:
    assert a_refund(OLDER, 1).booked_as is ProposalStatus.BOOKED
    assert a_refund(OLDER, 1, to=UUID(int=9)).booked_as is ProposalStatus.PAYING
    assert a_waiver(Component.PENALTY, 1).booked_as is ProposalStatus.BOOKED


def test_what_was_undone_never_happened() -> None:
    refund = a_refund(OLDER, 300)
    gone, undone = refund.happens(ID, NEXT), refund.undone(ID, NEXT)
    assert (undone.kind, undone.reverses) == (Kind.REVERSED, gone.reference)
    assert after(*WAITING, gone, undone) == after(*WAITING)


@pytest.mark.parametrize("end", PayoutEnd)
def test_a_refund_is_paid_when_its_payout_settled_and_waits_again_otherwise(
    end: PayoutEnd,
) -> None:
    payout = RefundPayout(
        refund_id=ID,
        contract_id=ID,
        payout_id=ID,
        sequence=1,
        after=0,
        end=end,
        amount=Money(1, "CNY"),
        settled_on=None,
        reason_code=None,
    )
    is_paid = end is PayoutEnd.SETTLED
    assert payout.target is (ProposalStatus.PAID if is_paid else ProposalStatus.RETURNED)


def test_each_happens_as_what_it_is() -> None:
    refund = a_refund(OLDER, 5).happens(ID, NEXT)
    assert (refund.kind, refund.reference) == (Kind.REFUNDED, typeid_of("refund", ID))
    waiver = a_waiver(Component.INTEREST, 5).happens(ID, NEXT)
    assert (waiver.kind, waiver.component) == (Kind.WAIVED, Component.INTEREST)


@pytest.mark.parametrize("component", [Component.PENALTY, Component.INTEREST])
def test_what_is_due_can_be_forgiven_to_the_last_cent(component: Component) -> None:
    line = after().line_on(LATE)
    assert line is not None
    due = line.owed(component, LATE) if component is Component.PENALTY else INTEREST
    waiver = a_waiver(component, due)
    waiver.require_due(after(), LATE)
    forgiven = after(waiver.happens(ID, LATE)).line_on(LATE)
    assert forgiven is not None
    assert forgiven.moved.waived[PLACE[component]] == due
    with pytest.raises(MoreThanDue):
        a_waiver(component, due + 1).require_due(after(), LATE)


def test_what_the_day_paid_is_not_forgiven() -> None:
    paid = happened(Kind.RECEIVED, INTEREST - 30, FIRST_DUE, "bank:1")
    with pytest.raises(MoreThanDue):
        a_waiver(Component.INTEREST, 31).require_due(after(paid), FIRST_DUE)
    rest = a_waiver(Component.INTEREST, 30)
    rest.require_due(after(paid), FIRST_DUE)
    line = after(paid, rest.happens(ID, FIRST_DUE)).line_on(FIRST_DUE)
    assert line is not None
    place = PLACE[Component.INTEREST]
    moved = line.moved
    assert (moved.paid[place], moved.waived[place], moved.suspense) == (INTEREST - 30, 30, 0)


def test_interest_that_grows_is_not_due_yet() -> None:
    with pytest.raises(MoreThanDue):
        a_waiver(Component.INTEREST, 1).require_due(after(), FIRST_DUE - timedelta(days=1))
    a_waiver(Component.INTEREST, INTEREST).require_due(after(), FIRST_DUE)


@pytest.mark.parametrize(
    ("end", "before"),
    [
        (ProposalStatus.BOOKED, ProposalStatus.PROPOSED),
        (ProposalStatus.REFUSED, ProposalStatus.PROPOSED),
        (ProposalStatus.WITHDRAWN, ProposalStatus.PROPOSED),
        (ProposalStatus.RETURNED, ProposalStatus.PAID),
        (ProposalStatus.RETURNED, ProposalStatus.PAYING),
    ],
)
def test_what_has_ended_stays_so(end: ProposalStatus, before: ProposalStatus) -> None:
    assert PROPOSAL_MOVES.step(before, end) is end
    for status in ProposalStatus:
        with pytest.raises(TransitionNotAllowed):
            PROPOSAL_MOVES.step(end, status)


def test_only_who_proposed_it_withdraws_it() -> None:
    require_proposer("a", "a")
    with pytest.raises(NotTheProposer):
        require_proposer("b", "a")


@pytest.mark.parametrize("kind", ProposalKind)
@pytest.mark.parametrize("status", ProposalStatus)
def test_somebody_decides_while_it_is_proposed(kind: ProposalKind, status: ProposalStatus) -> None:
    step = proposal_step(kind, status)
    is_open = status is ProposalStatus.PROPOSED
    others = ProposalActor.SYSTEM if status is ProposalStatus.PAYING else ProposalActor.NOBODY
    assert (step.actor is not others) == is_open
    assert len(step.calls) == (3 if is_open else 0)
    assert all(call.startswith(f"post_{kind}_") for call in step.calls)


def test_z5_somebody_else_approves() -> None:
    require_another("b", "a")
    with pytest.raises(OwnWork):
        require_another("a", "a")


CHARGE = Charge(
    loan_id=UUID(int=1), code="notice", amount=Money(200, "CNY"), reference="occasion-1"
)


def disclosed(**fees: int) -> dict[str, ContingentFee]:
    return {code: ContingentFee(amount) for code, amount in fees.items()}


@pytest.mark.parametrize("fees", [disclosed(notice=200), disclosed(notice=300, other=1)])
def test_a_disclosed_fee_may_be_charged(fees: dict[str, ContingentFee]) -> None:
    assert CHARGE.disclosed_to(fees, "CNY") is Payee.LENDER


def test_it_is_for_whom_the_contract_says() -> None:
    fees = disclosed(other=300) | {"notice": ContingentFee(200, Payee.THIRD_PARTY)}
    assert CHARGE.disclosed_to(fees, "CNY") is Payee.THIRD_PARTY


@pytest.mark.parametrize("fees", [{}, disclosed(notice=199), disclosed(other=200)])
def test_another_or_a_larger_one_may_not(fees: dict[str, ContingentFee]) -> None:
    with pytest.raises(FeeNotDisclosed):
        CHARGE.disclosed_to(fees, "CNY")


def test_nor_one_in_another_currency() -> None:
    with pytest.raises(Invalid):
        CHARGE.disclosed_to(disclosed(notice=200), "USD")


def test_one_occasion_is_one_fee() -> None:
    known = happened(Kind.CHARGED, 200, BEGAN, CHARGE.named)
    CHARGE.require_same(known)
    with pytest.raises(FeeDiffers):
        CHARGE.require_same(happened(Kind.CHARGED, 201, BEGAN, CHARGE.named))
