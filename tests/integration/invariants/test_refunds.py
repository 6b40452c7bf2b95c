"""C7 and C10: a refund is what its one payout came to, and a contract is settled with its loan."""

from typing import Any
from uuid import UUID

import pytest

from deploy.invariants import c07_conservation, c10_one_loan
from tests.integration.invariants.spoiled import Spoiled
from tests.integration.invariants.test_from_offer_to_loan import (
    CONTRACT,
    DAY,
    LOAN,
    MONEY,
    lay_contract,
    lay_loan,
    lay_payout,
)

REFUND = UUID("01890a5d-ac96-774b-bcce-b302099a8011")
REFUNDING = UUID("01890a5d-ac96-774b-bcce-b302099a8012")


async def lay_refund(spoil: Spoiled, **changed: Any) -> None:
    """A refund of 100 that was paid."""
    row = {
        "loan_id": LOAN,
        "proposal_id": REFUND,
        "kind": "refund",
        "status": "paid",
        "repayment_id": REFUND,
        "payee_account_id": REFUND,
        "payout_id": REFUNDING,
        "paid_on": DAY,
        **MONEY,
        **changed,
    }
    await spoil.plant("repayment.proposals", **row)


async def lay_its_payout(spoil: Spoiled, **changed: Any) -> None:
    """The payout it was paid by."""
    named = {"payout_id": REFUNDING, "kind": "refund", "refund_id": REFUND}
    await lay_payout(spoil, **named, provider_key="pay_refunding", **changed)


@pytest.fixture
async def lent(spoil: Spoiled) -> None:
    """A loan that runs, under its contract, on its payout."""
    await lay_contract(spoil)
    await lay_payout(spoil)
    await lay_loan(spoil)


@pytest.mark.usefixtures("lent")
async def test_a_refund_and_its_payout_break_nothing(spoil: Spoiled) -> None:
    await lay_refund(spoil)
    await lay_its_payout(spoil)
    for invariant in (c07_conservation, c10_one_loan):
        assert await spoil.breaches(invariant.INVARIANT) == []


@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize(
    ("refund", "payout", "fault"),
    [
        ({}, None, f"repayment.proposals {REFUND}: is paid without a payout"),
        (None, {}, f"disbursement.payouts {REFUNDING}: pays a refund that is not there"),
        (
            {"status": "paying", "payout_id": None},
            {},
            f"repayment.proposals {REFUND}: is paying, and its payout settled with 100 CNY",
        ),
        (
            {},
            {"amount_minor": 99},
            f"repayment.proposals {REFUND}: is paid, and its payout settled with 99 CNY",
        ),
    ],
)
async def test_invariant_10_sees_a_refund_that_is_not_what_its_payout_is(
    spoil: Spoiled, refund: dict[str, Any] | None, payout: dict[str, Any] | None, fault: str
) -> None:
    if refund is not None:
        await lay_refund(spoil, **refund)
    if payout is not None:
        await lay_its_payout(spoil, **payout)
    assert await spoil.breaches(c10_one_loan.INVARIANT) == [fault]


@pytest.mark.usefixtures("lent")
async def test_invariant_7_sees_a_refund_that_nothing_was_paid_for(spoil: Spoiled) -> None:
    await lay_refund(spoil)
    assert await spoil.breaches(c07_conservation.INVARIANT) == [
        "CNY: 100 were paid out and loans and refunds have 200"
    ]


async def test_invariant_10_sees_a_contract_that_did_not_hear_its_loan_end(
    spoil: Spoiled,
) -> None:
    await lay_contract(spoil)
    await lay_payout(spoil)
    await lay_loan(spoil, status="settled")
    assert await spoil.breaches(c10_one_loan.INVARIANT) == [
        f"disbursement.contracts {CONTRACT}: is effective, and its loan settled"
    ]
