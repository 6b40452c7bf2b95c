"""C4, C6, C22 and C32: payouts and transfers that no code of ours could have made."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from deploy.invariants import c04_payouts, c06_transfers, c22_attempts, c32_lists
from deploy.invariants.snapshot import Outside
from tests.integration.invariants.spoiled import Spoiled

APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8001")
CONTRACT = UUID("01890a5d-ac96-774b-bcce-b302099a8002")
PAYOUT = UUID("01890a5d-ac96-774b-bcce-b302099a8003")
DAY = date(2026, 11, 3)


async def lay_payout(spoil: Spoiled, payout_id: UUID = PAYOUT, **values: Any) -> None:
    await spoil.plant(
        "disbursement.payouts",
        **{
            "application_id": APPLICATION,
            "payout_id": payout_id,
            "contract_id": CONTRACT,
            "status": "settled",
            "owner": "borrower",
            "currency": "CNY",
            "amount_minor": 100,
            "provider_key": f"pay_{payout_id}",
            "rail": "sandbox",
            "account_digest": b"d" * 32,
            "settled_on": DAY,
            **values,
        },
    )


def line(event: str, payout_id: UUID = PAYOUT, **changed: Any) -> dict[str, Any]:
    return {
        "event": event,
        "key": f"pay_{payout_id}",
        "amount": 100,
        "currency": "CNY",
        "settled_on": DAY.isoformat(),
        **changed,
    }


async def test_invariant_4_sees_two_payouts_that_are_not_over(spoil: Spoiled) -> None:
    await spoil.run("DROP INDEX disbursement.uq_payouts_live")
    await lay_payout(spoil)
    await lay_payout(spoil, CONTRACT, status="unknown")
    assert await spoil.breaches(c04_payouts.INVARIANT) == [
        f"application {APPLICATION}, tranche 1: has 2 payouts that are not over",
        "disbursement.payouts: has no unique index over what is not over",
    ]


@pytest.mark.parametrize("subject", ["borrower", "decider"])
async def test_invariant_4_sees_a_hand_that_had_a_stake(subject: str, spoil: Spoiled) -> None:
    await lay_payout(spoil)
    await spoil.plant(
        "disbursement.contracts",
        contract_id=CONTRACT,
        status="signed",
        document_sha256=b"d" * 32,
        decided_by='["decider"]',
    )
    await spoil.plant(
        "disbursement.payout_approvals",
        application_id=APPLICATION,
        payout_id=PAYOUT,
        hand="maker",
        subject=subject,
    )
    assert await spoil.breaches(c04_payouts.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: was approved by {subject}"
    ]


@pytest.mark.parametrize(
    ("table", "whose"),
    [("contract_signers", "owner"), ("contract_signatures", "subject")],
)
async def test_invariant_4_sees_a_hand_that_signed(table: str, whose: str, spoil: Spoiled) -> None:
    await lay_payout(spoil)
    await spoil.plant(
        "disbursement.contracts", contract_id=CONTRACT, status="signed", document_sha256=b"d" * 32
    )
    digests = ("document_sha256", "head_before", "head_after", "certificate_sha256")
    evidence = dict.fromkeys(digests, b"d" * 32) if table == "contract_signatures" else {}
    await spoil.plant(
        f"disbursement.{table}", contract_id=CONTRACT, number=1, **{whose: "signer"}, **evidence
    )
    await spoil.plant(
        "disbursement.payout_approvals",
        application_id=APPLICATION,
        payout_id=PAYOUT,
        hand="maker",
        subject="signer",
    )
    assert await spoil.breaches(c04_payouts.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: was approved by signer"
    ]


@pytest.mark.parametrize("later", [timedelta(minutes=1), -timedelta(minutes=1)])
async def test_invariant_4_sees_a_contract_left_with_money_that_had_arrived(
    later: timedelta, spoil: Spoiled
) -> None:
    arrived_at = datetime.combine(DAY, time(9), UTC)
    await lay_payout(spoil, status="failed", reason_code="account_closed")
    await spoil.run("ALTER TABLE disbursement.journal_entries DISABLE TRIGGER USER")
    await spoil.plant(
        "disbursement.journal_entries",
        source_id=PAYOUT,
        event="settled_after_failing",
        recorded_at=arrived_at,
    )
    await spoil.plant(
        "disbursement.contract_happenings",
        contract_id=CONTRACT,
        from_status="signed",
        to_status="voided",
        occurred_at=arrived_at + later,
    )
    fault = f"disbursement.contracts {CONTRACT}: was voided, and a payout of it that failed had"
    breaches = [f"{fault} arrived"] if later > timedelta(0) else []
    assert await spoil.breaches(c04_payouts.INVARIANT) == breaches
    await lay_back_again(spoil, PAYOUT, arrived_at)
    assert await spoil.breaches(c04_payouts.INVARIANT) == []


async def lay_back_again(spoil: Spoiled, payout_id: UUID, at: datetime) -> None:
    """The money that arrived after it failed is back."""
    await spoil.plant(
        "disbursement.journal_entries",
        source_id=payout_id,
        source_type="payout",
        event="returned_after_failing",
        recorded_at=at,
    )


@pytest.mark.parametrize(
    ("status", "lines", "fault"),
    [
        ("settled", [line("moved")] * 2, "moved 2 times"),
        ("settled", [], "is settled, and moved nowhere"),
        ("settled", [line("moved", amount=99)], f"moved otherwise than (100, 'CNY', '{DAY}')"),
        ("settled", [line("moved", currency="USD")], f"moved otherwise than (100, 'CNY', '{DAY}')"),
        ("failed", [line("moved")], "moved, and the payout is failed"),
        ("returned", [line("moved")], "is returned, and never came back"),
    ],
)
async def test_invariant_6_sees_what_the_rail_has_otherwise(
    status: str, lines: list[dict[str, Any]], fault: str, spoil: Spoiled
) -> None:
    await lay_payout(spoil, status=status, reason_code="account_closed", returned_on=DAY)
    found = await spoil.breaches(c06_transfers.INVARIANT, Outside(transfers=lines))
    assert found == [f"the key pay_{PAYOUT}: {fault}"]


@pytest.mark.parametrize(
    ("looked_on", "faults"),
    [
        (DAY + timedelta(days=3), []),
        (
            DAY + timedelta(days=4),
            [f"the key pay_{PAYOUT}: came back, and was settled still on 2026-11-07"],
        ),
    ],
)
async def test_invariant_6_sees_a_return_that_a_look_did_not(
    looked_on: date, faults: list[str], spoil: Spoiled
) -> None:
    await lay_payout(spoil)
    back = line("returned", returned_on=(DAY + timedelta(days=3)).isoformat())
    outside = Outside(transfers=[line("moved"), back])
    assert await spoil.breaches(c06_transfers.INVARIANT, outside) == []
    await spoil.plant(
        "disbursement.payout_look_backs",
        application_id=APPLICATION,
        payout_id=PAYOUT,
        looked_on=looked_on,
        outcome="settled",
    )
    assert await spoil.breaches(c06_transfers.INVARIANT, outside) == faults


async def test_invariant_5_sees_money_that_moved_for_nobody(spoil: Spoiled) -> None:
    found = await spoil.breaches(c06_transfers.INVARIANT, Outside(transfers=[line("moved")]))
    assert found == [f"the key pay_{PAYOUT}: moved, and no payout bears it"]


@pytest.mark.parametrize("status", ["unknown", "submitted"])
async def test_invariant_6_leaves_what_is_not_known_yet(status: str, spoil: Spoiled) -> None:
    await lay_payout(spoil, status=status)
    assert await spoil.breaches(c06_transfers.INVARIANT, Outside(transfers=[line("moved")])) == []


async def test_invariant_6_leaves_what_a_person_was_told_of_and_a_rail_without_a_book(
    spoil: Spoiled,
) -> None:
    await lay_payout(spoil, status="failed", reason_code="account_closed")
    await spoil.plant("disbursement.payout_alerts", payout_id=PAYOUT, details="{}")
    outside = Outside(transfers=[line("moved")])
    assert await spoil.breaches(c06_transfers.INVARIANT, outside) == []
    assert await spoil.breaches(c06_transfers.INVARIANT) == []


async def test_invariant_22_sees_another_key_a_late_attempt_and_none_at_all(spoil: Spoiled) -> None:
    await lay_payout(spoil)
    assert await spoil.breaches(c22_attempts.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: is settled without an attempt"
    ]
    await spoil.run("ALTER TABLE disbursement.payout_attempts DISABLE TRIGGER USER")
    await spoil.plant(
        "disbursement.payout_attempts",
        application_id=APPLICATION,
        payout_id=PAYOUT,
        attempt_id=CONTRACT,
        provider_key="another",
    )
    await spoil.plant(
        "disbursement.audit",
        aggregate_id=PAYOUT,
        seq=1,
        after='{"status": "settled"}',
    )
    assert await spoil.breaches(c22_attempts.INVARIANT) == [
        f"disbursement.payout_attempts {CONTRACT}: bears another key",
        f"disbursement.payout_attempts {CONTRACT}: was made after its payout was settled",
    ]


async def test_invariant_22_sees_an_order_where_an_earlier_payout_had_arrived(
    spoil: Spoiled,
) -> None:
    await lay_payout(spoil, status="cancelled", reason_code="earlier_payout_arrived")
    await lay_payout(spoil, CONTRACT, status="cancelled", reason_code="account_closed")
    await spoil.run("ALTER TABLE disbursement.payout_attempts DISABLE TRIGGER USER")
    await spoil.run("ALTER TABLE disbursement.journal_entries DISABLE TRIGGER USER")
    booked = datetime.combine(DAY, time(12), UTC)
    await spoil.plant(
        "disbursement.journal_entries",
        source_id=CONTRACT,
        source_type="payout",
        event="settled_after_failing",
        booked_on=DAY,
        recorded_at=booked,
    )
    for number, attempt_id, later in ((1, CONTRACT, -1), (2, PAYOUT, 1)):
        await spoil.plant(
            "disbursement.payout_attempts",
            application_id=APPLICATION,
            payout_id=PAYOUT,
            number=number,
            attempt_id=attempt_id,
            provider_key=f"pay_{PAYOUT}",
            started_at=booked + timedelta(minutes=later),
        )
    assert await spoil.breaches(c22_attempts.INVARIANT) == [
        f"disbursement.payout_attempts {PAYOUT}: was made when the money of pay_{CONTRACT}"
        " had arrived"
    ]
    await lay_back_again(spoil, CONTRACT, booked)
    assert await spoil.breaches(c22_attempts.INVARIANT) == []


async def lay_reserved(spoil: Spoiled) -> None:
    await lay_payout(spoil)
    await spoil.run("ALTER TABLE disbursement.journal_entries DISABLE TRIGGER USER")
    await spoil.plant(
        "disbursement.journal_entries", source_id=PAYOUT, event="reserved", booked_on=DAY
    )


async def lay_look(spoil: Spoiled, **values: Any) -> None:
    of_payout = {"application_id": APPLICATION, "payout_id": PAYOUT}
    await spoil.plant("disbursement.payout_screenings", **of_payout | values)


@pytest.mark.parametrize(
    ("outcome", "screened_on"), [("listed", DAY), ("clear", DAY - timedelta(days=1))]
)
async def test_invariant_32_sees_a_loan_that_went_out_without_a_clear_look_of_its_day(
    outcome: str, screened_on: date, spoil: Spoiled
) -> None:
    await lay_reserved(spoil)
    seen = {"outcome": outcome, "screened_on": screened_on, "list_version": "v"}
    await lay_look(spoil, **seen)
    await spoil.plant("underwriting.case_screenings", payout_id=PAYOUT, **seen)
    assert await spoil.breaches(c32_lists.INVARIANT) == [
        f"disbursement.payouts {PAYOUT}: went out on {DAY} without a clear look at the lists"
    ]


async def lay_orders(spoil: Spoiled, outcome: str | None) -> UUID:
    """A first order of the day that came to this, and another one two days later."""
    await spoil.run("ALTER TABLE disbursement.payout_attempts DISABLE TRIGGER USER")
    again = UUID("01890a5d-ac96-774b-bcce-b302099a8004")
    of_payout = {"application_id": APPLICATION, "payout_id": PAYOUT}
    for number, attempt_id, day in ((1, CONTRACT, DAY), (2, again, DAY + timedelta(days=2))):
        await spoil.plant(
            "disbursement.payout_attempts",
            **of_payout,
            attempt_id=attempt_id,
            number=number,
            sent_at_clock=datetime.combine(day, time(12), UTC),
        )
    if outcome is not None:
        await spoil.plant("disbursement.payout_outcomes", **of_payout, number=1, outcome=outcome)
    return again


async def lay_looks(spoil: Spoiled, *days: date) -> None:
    """A clear look on each of these days, here and at underwriting."""
    for day in days:
        seen = {"outcome": "clear", "screened_on": day, "list_version": "v"}
        await lay_look(spoil, **seen)
        await spoil.plant("underwriting.case_screenings", payout_id=PAYOUT, **seen)


async def test_invariant_32_sees_an_order_that_never_left_go_out_later_without_a_look(
    spoil: Spoiled,
) -> None:
    await lay_payout(spoil)
    again = await lay_orders(spoil, "not_submitted")
    await lay_looks(spoil, DAY, DAY + timedelta(days=1))
    assert await spoil.breaches(c32_lists.INVARIANT) == [
        f"disbursement.payout_attempts {again}: was handed in on {DAY + timedelta(days=2)}"
        " without a clear look at the lists"
    ]
    await lay_looks(spoil, DAY + timedelta(days=2))
    assert await spoil.breaches(c32_lists.INVARIANT) == []


@pytest.mark.parametrize("outcome", [None, "ambiguous", "lost"])
async def test_invariant_32_leaves_what_follows_an_order_that_may_have_left(
    outcome: str | None, spoil: Spoiled
) -> None:
    await lay_payout(spoil)
    await lay_orders(spoil, outcome)
    await lay_looks(spoil, DAY)
    assert await spoil.breaches(c32_lists.INVARIANT) == []


async def test_invariant_32_leaves_what_was_sent_before_anybody_looked(spoil: Spoiled) -> None:
    await lay_reserved(spoil)
    await lay_look(spoil, outcome="not_asked", screened_on=DAY, list_version=None)
    assert await spoil.breaches(c32_lists.INVARIANT) == []


async def test_invariant_32_sees_a_look_that_nobody_made(spoil: Spoiled) -> None:
    await lay_reserved(spoil)
    await lay_look(spoil, outcome="clear", screened_on=DAY, list_version="v")
    assert await spoil.breaches(c32_lists.INVARIANT) == [
        f"disbursement.payout_screenings {PAYOUT}: says clear of {DAY}, which underwriting did not"
    ]
