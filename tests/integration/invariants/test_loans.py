"""C11 to C15, C25: a loan's money, its instalments and its nights, as they may not be."""

from datetime import date
from uuid import UUID

import pytest

from deploy.invariants import (
    c11_postings,
    c12_allocations,
    c13_outstanding,
    c14_instalments,
    c15_receipts,
    c25_nights,
)
from deploy.invariants.invariant import Invariant
from tests.integration.invariants.spoiled import Spoiled

LOAN = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
SHARD = LOAN.int % 64
DAY = date(2026, 11, 3)
PLACE = f"repayment {LOAN}"
ENDED_TOO_SOON = f"{PLACE}: is settled and something is owed, or was given back and is missing"


async def happen(spoil: Spoiled, sequence: int, kind: str, **values: object) -> None:
    await spoil.plant(
        "repayment.loan_transactions",
        loan_id=LOAN,
        sequence=sequence,
        kind=kind,
        currency="CNY",
        **{"amount_minor": 500, "reference": f"bank:{sequence}", **values},
    )


async def keep(spoil: Spoiled, *steady: int) -> None:
    """The line a loan stands on, by what does not grow."""
    line = {"shard": SHARD, "loan_id": LOAN, "from_day": DAY, "from_idx": 1, "is_accruing": True}
    await spoil.plant("repayment.positions", **line, day_kind=0, book=1)
    await spoil.plant("repayment.loan_lines", **line, steady=[*steady, *[0] * (16 - len(steady))])


async def lay_loan(spoil: Spoiled, status: str) -> None:
    await spoil.plant(
        "repayment.loans",
        loan_id=LOAN,
        principal_minor=1_000,
        currency="CNY",
        document_sha256=b"\x00" * 32,
        status=status,
        penalty_multiple_ppm=1_500_000,
        disbursed_on=DAY,
        payout_id=LOAN,
        funding_sequence=1,
    )


async def repaid(spoil: Spoiled, status: str, name: str = "1") -> None:
    await spoil.plant(
        "repayment.repayments",
        loan_id=LOAN,
        repayment_id=LOAN,
        status=status,
        amount_minor=500,
        currency="CNY",
        payer="borrower",
        channel="bank",
        external_reference=name,
    )
    await spoil.plant(
        "repayment.receipt_names",
        loan_id=LOAN,
        repayment_id=LOAN,
        channel="bank",
        external_reference="1",
    )


async def test_c11_sees_money_that_is_not_booked(spoil: Spoiled) -> None:
    await happen(spoil, 1, "received")
    await happen(spoil, 2, "waived", component="penalty")
    assert await spoil.breaches(c11_postings.INVARIANT) == [
        f"{PLACE}: received number 1 has 0 entries"
    ]


async def test_c11_sees_a_repayment_that_is_not_on_its_loan(spoil: Spoiled) -> None:
    await repaid(spoil, "posted")
    assert await spoil.breaches(c11_postings.INVARIANT) == [
        f"{PLACE}: 1 repayments of 500 counting from 2026-11-03, 0 on the loan"
    ]


@pytest.mark.parametrize(
    ("kept", "faults"),
    [
        ((0, 500, 500), []),
        ((0, 500, 501), ["lent/received/refunded was 500/0/0, kept is 501/0/0"]),
        ((), ["lent/received/refunded was 500/0/0, kept is "]),
    ],
)
async def test_c12_sees_money_that_is_kept_otherwise_than_it_moved(
    spoil: Spoiled, kept: tuple[int, ...], faults: list[str]
) -> None:
    await happen(spoil, 1, "disbursed")
    if kept:
        await keep(spoil, *kept)
    found = await spoil.breaches(c12_allocations.INVARIANT)
    assert found == [f"{PLACE}: {fault}" for fault in faults]


async def test_c12_sees_more_paid_than_received(spoil: Spoiled) -> None:
    await happen(spoil, 1, "received")
    await keep(spoil, 0, 0, 0, 500, 0, 501)
    assert await spoil.breaches(c12_allocations.INVARIANT) == [
        f"{PLACE}: more is paid than was received and kept"
    ]


async def test_c12_sees_what_was_refunded_pay(spoil: Spoiled) -> None:
    await happen(spoil, 1, "received")
    await happen(spoil, 2, "refunded", amount_minor=200)
    await keep(spoil, 0, 0, 0, 500, 200, 301)
    assert await spoil.breaches(c12_allocations.INVARIANT) == [
        f"{PLACE}: what was refunded has paid, and no receipt was taken back"
    ]
    await happen(spoil, 3, "received", amount_minor=1)
    await happen(spoil, 4, "reversed", amount_minor=1, reverses="bank:3")
    assert await spoil.breaches(c12_allocations.INVARIANT) == []


async def test_c12_sees_a_receipt_that_was_given_back_twice(spoil: Spoiled) -> None:
    await repaid(spoil, "refunded")
    for number, status in enumerate(("booked", "booked", "withdrawn", "proposed")):
        await spoil.plant(
            "repayment.proposals",
            loan_id=LOAN,
            proposal_id=UUID(int=number),
            kind="refund",
            status=status,
            repayment_id=LOAN,
            amount_minor=251,
            currency="CNY",
        )
    assert await spoil.breaches(c12_allocations.INVARIANT) == [
        f"{PLACE}: refunds give 502 back of a receipt of 500"
    ]
    await spoil.run("UPDATE repayment.proposals SET amount_minor = 250")
    assert await spoil.breaches(c12_allocations.INVARIANT) == []


@pytest.mark.parametrize(
    ("kept", "faults"),
    [
        ((0, 0, 500, 500, 0, 0, 0, 0, 0, 500), []),
        ((0, 0, 500, 500, 1, 0, 0, 0, 0, 500), [ENDED_TOO_SOON]),
        ((1, 0, 500, 500, 0, 0, 0, 0, 0, 500), [ENDED_TOO_SOON]),
        ((0, 1, 500, 500, 0, 0, 0, 0, 0, 499), [ENDED_TOO_SOON]),
    ],
)
async def test_c13_sees_a_loan_that_ended_too_soon(
    spoil: Spoiled, kept: tuple[int, ...], faults: list[str]
) -> None:
    await lay_loan(spoil, status="settled")
    await keep(spoil, *kept)
    assert await spoil.breaches(c13_outstanding.INVARIANT) == faults
    await spoil.run("UPDATE repayment.loans SET status = 'active'")
    assert await spoil.breaches(c13_outstanding.INVARIANT) == []


async def test_c13_sees_principal_that_nobody_lent_and_what_is_below_nothing(
    spoil: Spoiled,
) -> None:
    await keep(spoil, -1, 7)
    assert await spoil.breaches(c13_outstanding.INVARIANT) == [
        f"{PLACE}: the principal is not what was lent less what was paid and forgiven",
        f"{PLACE}: something paid, forgiven or owed is below nothing",
    ]


async def test_c14_sees_instalments_that_repay_less(spoil: Spoiled) -> None:
    await lay_loan(spoil, status="active")
    await spoil.plant(
        "repayment.loan_instalments",
        loan_id=LOAN,
        funding=1,
        number=1,
        principal_minor=999,
        interest_minor=0,
        fees_minor=0,
        total_minor=999,
        balance_minor=0,
        currency="CNY",
    )
    assert await spoil.breaches(c14_instalments.INVARIANT) == [
        f"{PLACE}: its instalments repay 999 of 1000"
    ]


async def test_c15_sees_a_receipt_under_another_name(spoil: Spoiled) -> None:
    await repaid(spoil, "received")
    assert await spoil.breaches(c15_receipts.INVARIANT) == []
    await spoil.run("UPDATE repayment.repayments SET external_reference = '2'")
    fault = f"{PLACE}: and the name its channel gave it do not belong together"
    assert await spoil.breaches(c15_receipts.INVARIANT) == [fault, fault]


async def test_c15_sees_a_name_that_two_bear_who_both_stand(spoil: Spoiled) -> None:
    await repaid(spoil, "posted")
    other = UUID(int=LOAN.int + 1)
    name = {"channel": "bank", "external_reference": "1"}
    await spoil.plant(
        "repayment.receipt_names", loan_id=LOAN, repayment_id=other, generation=1, **name
    )
    stands = f"{PLACE}: stands, and its name was given to another"
    assert stands in await spoil.breaches(c15_receipts.INVARIANT)
    await spoil.run("UPDATE repayment.repayments SET status = 'reversed'")
    assert stands not in await spoil.breaches(c15_receipts.INVARIANT)


async def test_c25_sees_a_night_that_was_left_out(spoil: Spoiled) -> None:
    await spoil.run("UPDATE repayment.shards SET accrued_to = '2026-11-06' WHERE shard = 7")
    for opening in (date(2026, 11, 4), date(2026, 11, 6)):
        await spoil.plant("repayment.shard_closings", shard=7, opening=opening, crossed=0)
    assert await spoil.breaches(c25_nights.INVARIANT) == [
        "repayment shard 7: no night made 2026-11-05"
    ]


@pytest.mark.parametrize(
    "invariant",
    [c11_postings, c12_allocations, c13_outstanding, c14_instalments, c15_receipts, c25_nights],
)
async def test_an_empty_book_breaks_nothing(spoil: Spoiled, invariant: object) -> None:
    found = getattr(invariant, "INVARIANT", None)
    assert isinstance(found, Invariant)
    assert await spoil.breaches(found) == []
