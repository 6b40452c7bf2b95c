"""C3 and C7 to C10: one amount from the accepted offer to the loan, on a decision and on hands."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from deploy.invariants import (
    c03_funding,
    c07_conservation,
    c08_one_amount,
    c09_decided,
    c10_one_loan,
)
from deploy.invariants.snapshot import Outside
from services.kit.identifiers import typeid_of
from tests.integration.invariants.spoiled import Spoiled

APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8001")
CONTRACT = UUID("01890a5d-ac96-774b-bcce-b302099a8002")
PAYOUT = UUID("01890a5d-ac96-774b-bcce-b302099a8003")
LOAN = UUID("01890a5d-ac96-774b-bcce-b302099a8004")
DECISION = UUID("01890a5d-ac96-774b-bcce-b302099a8005")
OTHER = UUID("01890a5d-ac96-774b-bcce-b302099a8009")
REFERENCE = typeid_of("pay", PAYOUT)
DAY = date(2026, 11, 3)
ACCEPTED_AT = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
UNFUNDED = {
    "status": "pending",
    **dict.fromkeys(("disbursed_on", "payout_id", "funding_sequence", "matures_on")),
}
MONEY = {"amount_minor": 100, "currency": "CNY"}
DIGEST = b"d" * 32


async def lay_offer(spoil: Spoiled, **changed: Any) -> None:
    """A decision, and the offer that was accepted on it."""
    await spoil.plant(
        "underwriting.decisions",
        **{"decision_id": DECISION, "kind": "manual", "outcome": "approved", **MONEY},
        valid_until=DAY,
    )
    offer = {"status": "accepted", "valid_until": DAY, "accepted_at": ACCEPTED_AT, **MONEY}
    await spoil.plant(
        "application.offers",
        **{"application_id": APPLICATION, "decision_id": DECISION, **offer, **changed},
    )


async def lay_contract(spoil: Spoiled, **changed: Any) -> None:
    """A contract in effect."""
    contract = {"status": "effective", "document_sha256": DIGEST, **MONEY}
    await spoil.plant(
        "disbursement.contracts",
        **{"contract_id": CONTRACT, "application_id": APPLICATION, **contract, **changed},
    )


async def lay_payout(spoil: Spoiled, *hands: str, **changed: Any) -> None:
    """A payout that arrived, on those hands."""
    row = {
        "application_id": APPLICATION,
        "payout_id": PAYOUT,
        "contract_id": CONTRACT,
        **MONEY,
        "status": "settled",
        "provider_key": REFERENCE,
        "rail": "sandbox",
        "account_digest": DIGEST,
        "settled_on": DAY,
        **changed,
    }
    await spoil.plant("disbursement.payouts", **row)
    for hand in hands:
        approval = {"payout_id": row["payout_id"], "hand": hand, "subject": f"the {hand}"}
        await spoil.plant("disbursement.payout_approvals", application_id=APPLICATION, **approval)


async def lay_loan(spoil: Spoiled, **changed: Any) -> None:
    """A loan that runs on the payout."""
    row = {
        "loan_id": LOAN,
        "contract_id": CONTRACT,
        "application_id": APPLICATION,
        "principal_minor": 100,
        "currency": "CNY",
        "document_sha256": DIGEST,
        "status": "active",
        "disbursed_on": DAY,
        "payout_id": PAYOUT,
        "funding_sequence": 1,
        "last_sequence": 1,
        "matures_on": DAY,
        **changed,
    }
    await spoil.plant("repayment.loans", **row)
    await lay_transaction(spoil, 1, "disbursed", REFERENCE)


async def lay_transaction(
    spoil: Spoiled, sequence: int, kind: str, reference: str, reverses: str | None = None
) -> None:
    """Something that happened to the loan."""
    happened = {"kind": kind, "reference": reference, "reverses": reverses, **MONEY}
    await spoil.plant(
        "repayment.loan_transactions",
        **{"loan_id": LOAN, "sequence": sequence, "value_date": DAY, **happened},
    )


def moved(event: str = "moved", amount: int = 100) -> dict[str, Any]:
    return {"event": event, "key": REFERENCE, "amount": amount, "currency": "CNY"}


async def test_the_whole_way_breaks_nothing(spoil: Spoiled) -> None:
    await lay_offer(spoil)
    await lay_contract(spoil)
    await lay_payout(spoil, "maker", "checker")
    await lay_loan(spoil)
    for invariant in (c03_funding, c08_one_amount, c09_decided, c10_one_loan):
        assert await spoil.breaches(invariant.INVARIANT) == []
    outside = Outside(transfers=[moved()])
    assert await spoil.breaches(c07_conservation.INVARIANT, outside) == []
    assert await spoil.breaches(c07_conservation.INVARIANT) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (UNFUNDED, f"is pending, and {REFERENCE} stands"),
        ({"disbursed_on": date(2026, 11, 4)}, f"is funded otherwise than by {REFERENCE}"),
        ({"principal_minor": 99}, f"is funded otherwise than by {REFERENCE}"),
        ({"last_sequence": 2}, "counts 2 transactions, there are 1"),
    ],
)
async def test_invariant_3_sees_a_row_that_says_otherwise(
    spoil: Spoiled, changed: dict[str, Any], fault: str
) -> None:
    await lay_loan(spoil, **changed)
    assert await spoil.breaches(c03_funding.INVARIANT) == [f"repayment.loans {LOAN}: {fault}"]


async def test_invariant_3_sees_a_loan_that_runs_on_money_that_went_back(spoil: Spoiled) -> None:
    await lay_loan(spoil, last_sequence=2)
    await lay_transaction(spoil, 2, "reversed", "back", REFERENCE)
    assert await spoil.breaches(c03_funding.INVARIANT) == [
        f"repayment.loans {LOAN}: is active, and no money stands behind it"
    ]


async def test_invariant_7_sees_money_that_no_loan_has(spoil: Spoiled) -> None:
    await lay_payout(spoil)
    assert await spoil.breaches(c07_conservation.INVARIANT) == [
        "CNY: 100 were paid out and loans and refunds have 0"
    ]


@pytest.mark.parametrize(
    ("lines", "left"),
    [([], 0), ([moved(amount=99)], 99), ([moved(), moved("returned")], 0)],
)
async def test_invariant_7_sees_money_that_the_rail_has_otherwise(
    spoil: Spoiled, lines: list[dict[str, Any]], left: int
) -> None:
    await lay_payout(spoil)
    await lay_loan(spoil)
    found = await spoil.breaches(c07_conservation.INVARIANT, Outside(transfers=lines))
    assert found == [f"CNY: 100 were paid out and {left} left the rail"]


async def test_invariant_7_counts_what_came_back_as_not_paid(spoil: Spoiled) -> None:
    await lay_payout(spoil, status="returned", returned_on=DAY, reason_code="account_closed")
    outside = Outside(transfers=[moved(), moved("returned")])
    assert await spoil.breaches(c07_conservation.INVARIANT, outside) == []


@pytest.mark.parametrize("changed", [{"amount_minor": 99}, {"currency": "USD"}])
async def test_invariant_8_sees_a_contract_for_another_amount(
    spoil: Spoiled, changed: dict[str, Any]
) -> None:
    await lay_offer(spoil)
    await lay_contract(spoil, **changed)
    assert await spoil.breaches(c08_one_amount.INVARIANT) == [
        f"disbursement.contracts {CONTRACT}: is not for what was accepted"
    ]


async def test_invariant_8_sees_a_payout_and_a_loan_of_another_amount(spoil: Spoiled) -> None:
    await lay_offer(spoil)
    await lay_contract(spoil)
    await lay_payout(spoil, amount_minor=98)
    await lay_loan(spoil, principal_minor=97)
    assert await spoil.breaches(c08_one_amount.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: is not for its contract's amount",
        f"repayment.loans {LOAN}: is not for its contract's amount",
    ]


@pytest.mark.parametrize(
    ("offer", "fault"),
    [
        ({"status": "open", "accepted_at": None}, "goes out on no accepted offer"),
        (
            {"accepted_at": datetime(2026, 11, 3, 16, 1, tzinfo=UTC)},
            "goes out on an offer that had lapsed",
        ),
        ({"amount_minor": 99}, "goes out on no decision for it"),
    ],
)
async def test_invariant_9_sees_a_payout_on_no_decision(
    spoil: Spoiled, offer: dict[str, Any], fault: str
) -> None:
    await lay_offer(spoil, **offer)
    await lay_payout(spoil, "system")
    assert await spoil.breaches(c09_decided.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: {fault}"
    ]


async def test_invariant_9_sees_that_somebody_has_not_signed(spoil: Spoiled) -> None:
    await lay_offer(spoil)
    await lay_payout(spoil, "system")
    await spoil.plant("disbursement.contract_signers", contract_id=CONTRACT, number=1)
    assert await spoil.breaches(c09_decided.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: goes out, and somebody has not signed"
    ]


@pytest.mark.parametrize(
    ("hands", "told"),
    [((), "nobody"), (("maker",), "maker"), (("system", "maker"), "maker, system")],
)
async def test_invariant_9_sees_a_payout_on_too_few_hands(
    spoil: Spoiled, hands: tuple[str, ...], told: str
) -> None:
    await lay_offer(spoil)
    await lay_payout(spoil, *hands)
    (found,) = await spoil.breaches(c09_decided.INVARIANT)
    place, _, named = found.partition(" on the hands of ")
    assert place == f"disbursement.payouts {PAYOUT}: was sent"
    assert sorted(named.split(", ")) == sorted(told.split(", "))


async def test_invariant_10_sees_a_payout_without_its_loan(spoil: Spoiled) -> None:
    await lay_payout(spoil)
    assert await spoil.breaches(c10_one_loan.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: arrived and opened no loan"
    ]
    await lay_loan(spoil, payout_id=OTHER)
    assert await spoil.breaches(c10_one_loan.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: arrived, and its loan is funded by another",
        f"repayment.loans {LOAN}: runs on a payout that is not there",
    ]


async def test_invariant_10_sees_a_loan_on_money_that_came_back(spoil: Spoiled) -> None:
    await lay_payout(spoil, status="returned", returned_on=DAY, reason_code="account_closed")
    await lay_loan(spoil)
    assert await spoil.breaches(c10_one_loan.INVARIANT) == [
        f"repayment.loans {LOAN}: runs on a payout that is returned"
    ]


async def test_invariant_10_sees_two_loans_of_one_application(spoil: Spoiled) -> None:
    await lay_payout(spoil)
    await lay_loan(spoil)
    second = {"application_id": APPLICATION, "contract_id": OTHER, "document_sha256": DIGEST}
    await spoil.plant("repayment.loans", loan_id=OTHER, status="pending", **second)
    assert await spoil.breaches(c10_one_loan.INVARIANT) == [
        f"application {APPLICATION}: has 2 loans"
    ]
