"""Repayment's clients against its neighbours' apps: a loan runs, its money goes back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from services.kit.deliveries import Delivery, DeliveryOutcome
from services.kit.roles import Role
from tests.api.application.disburser import Fulfilment
from tests.api.repayment.paying import a_prepayment, a_refund, loan_of, prepay, take_back
from tests.api.repayment.telling import LEVEL, Told, a_funding, a_reversal, tell
from tests.api.signed_clients import expect
from tests.contracts.lender import Lender, a_lender
from tests.contracts.life import Life, begun
from tests.contracts.pair import NOW, Pair

DELIVERED = Delivery(DeliveryOutcome.DELIVERED, 200)
LENT_MINOR = 4_000_000
LENT = {"amount": LENT_MINOR, "currency": "CNY"}
NOTHING = {"amount": 0, "currency": "CNY"}
PLANNED_ON = date(2026, 11, 20)
# From the day after the payout, when only its fee is due and nobody is late.
FIRST_DUE_IN = 29


@dataclass(frozen=True)
class Borrowing:
    """A borrower whose payout arrived, as disbursement tells both sides of it."""

    life: Life
    fulfilment: Fulfilment
    funding: Told

    async def exposure(self) -> Told:
        """What underwriting says is owed and promised."""
        staff = self.life.pair.deciding(Role.RISK_MANAGER)
        path = f"/v1/parties/{self.life.borrower.party_id}/exposure"
        shown: Told = expect(await staff.get(path), 200)
        return shown


@pytest.fixture(scope="session")
async def lender(pair: Pair) -> AsyncIterator[Lender]:
    """Repayment, telling the pair."""
    async with a_lender(pair) as running:
        yield running


@pytest.fixture
async def borrowing(pair: Pair) -> Borrowing:
    """An application whose payout settled."""
    life = await begun(pair)
    await pair.tell()
    await life.assessed()
    await pair.tell()
    await life.offer_accepted()
    relay = pair.applying(subject="system:relay", signer="disbursement")
    fulfilment = Fulfilment(relay, relay, life.application["id"], life.borrower.party_id)
    await fulfilment.paid()
    planned = replace(LEVEL, principal_minor=LENT_MINOR, disbursed_on=PLANNED_ON)
    funding = a_funding(planned, value_date=NOW.date(), owner=life.borrower.client.subject)
    funding |= {
        "application_id": fulfilment.application_id,
        "party_id": fulfilment.party_id,
        "contract": funding["contract"] | {"id": fulfilment.contract_id},
        "payout": funding["payout"] | {"id": fulfilment.payout_id},
    }
    return Borrowing(life, fulfilment, funding)


async def opened(lender: Lender, funding: Told) -> str:
    taken = expect(await tell(lender.disbursement, funding), 200)
    loan_id: str = taken["loan_id"]
    return loan_id


async def returned(lender: Lender, borrowing: Borrowing) -> None:
    """The bank sends it back the same day."""
    reversal = a_reversal(borrowing.funding) | {"returned_on": NOW.date().isoformat()}
    expect(await tell(lender.disbursement, reversal), 200)


async def test_a_running_loan_makes_the_application_active(
    lender: Lender, borrowing: Borrowing
) -> None:
    loan_id = await opened(lender, borrowing.funding)
    assert (await borrowing.life.now())["status"] == "disbursed"
    told = await lender.told(loan_id, "loan.active", lender.to_application)
    assert told == DELIVERED
    assert (await borrowing.life.now())["status"] == "active"
    assert await lender.told(loan_id, "loan.active", lender.to_application) == DELIVERED


async def test_a_running_loan_is_owed_in_place_of_its_promise(
    lender: Lender, borrowing: Borrowing
) -> None:
    before = await borrowing.exposure()
    assert (before["outstanding"], before["in_flight"]) == (NOTHING, LENT)
    loan_id = await opened(lender, borrowing.funding)
    assert await lender.told(loan_id, "loan.active", lender.to_underwriting) == DELIVERED
    after = await borrowing.exposure()
    assert (after["outstanding"], after["in_flight"]) == (LENT, NOTHING)
    assert before["total"] == after["total"] == LENT
    assert [loan["loan_id"] for loan in after["loans"]] == [loan_id]


async def test_underwriting_knows_how_late_a_loan_is_while_nothing_more_is_told(
    lender: Lender, borrowing: Borrowing
) -> None:
    loan_id = await opened(lender, borrowing.funding)
    assert await lender.told(loan_id, "loan.active", lender.to_underwriting) == DELIVERED
    found = []
    with lender.service.for_a_while() as later:
        for days in (1, FIRST_DUE_IN, 1, 43):
            later.advance(timedelta(days=days))
            figures = expect(await lender.finance.get(f"/v1/loans/{loan_id}"), 200)["figures"]
            (loan,) = (await borrowing.exposure())["loans"]
            found.append((figures["days_past_due"], loan["days_past_due"]))
    assert found == [(0, 0), (0, 0), (1, 1), (44, 44)]


async def test_what_was_refunded_and_is_missing_since_is_an_exposure(
    lender: Lender, borrowing: Borrowing
) -> None:
    """The last 1,000.00 come twice, the second of them goes back, and the first one bounces."""
    loan_id = await opened(lender, borrowing.funding)
    path = f"/v1/loans/{loan_id}"

    async def outstanding(topic: str) -> Told:
        assert await lender.told(loan_id, topic, lender.to_underwriting) == DELIVERED
        shown: Told = (await borrowing.exposure())["outstanding"]
        return shown

    assert await outstanding("loan.active") == LENT
    first = expect(await prepay(lender.finance, loan_id, a_prepayment(100_000)), 201)
    assert await outstanding("loan.changed") == LENT | {"amount": LENT_MINOR - 70_000}
    owed = (await loan_of(lender.finance, loan_id))["figures"]["payoff"]
    second = expect(await prepay(lender.finance, loan_id, a_prepayment(owed + 100_000)), 201)
    assert await outstanding("loan.settled") == NOTHING
    expect(await lender.finance.post(f"{path}/refunds", a_refund(second, 100_000)), 201)
    assert await outstanding("loan.changed") == NOTHING
    expect(await take_back(lender.checker, first), 201)
    assert await outstanding("loan.active") == LENT | {"amount": 100_000}


async def test_money_that_went_back_is_told_to_both(lender: Lender, borrowing: Borrowing) -> None:
    loan_id = await opened(lender, borrowing.funding)
    both = (lender.to_application, lender.to_underwriting)
    for neighbour in both:
        assert await lender.told(loan_id, "loan.active", neighbour) == DELIVERED
    await returned(lender, borrowing)
    await borrowing.fulfilment.told(borrowing.fulfilment.payout("returned"))
    for neighbour in both:
        assert await lender.told(loan_id, "loan.pending", neighbour) == DELIVERED
    assert (await borrowing.life.now())["status"] == "disbursing"
    shown = await borrowing.exposure()
    assert (shown["outstanding"], shown["in_flight"]) == (NOTHING, LENT)


async def test_an_event_says_what_it_said_when_the_loan_has_moved_on(
    lender: Lender, borrowing: Borrowing
) -> None:
    """The relay was late: the loan waits again, and its first event still tells of the opening."""
    loan_id = await opened(lender, borrowing.funding)
    await returned(lender, borrowing)
    assert await lender.told(loan_id, "loan.active", lender.to_underwriting) == DELIVERED
    assert (await borrowing.exposure())["outstanding"] == LENT
    assert await lender.told(loan_id, "loan.active", lender.to_application) == DELIVERED
    assert (await borrowing.life.now())["status"] == "active"


async def test_what_comes_before_the_opening_is_tried_again(
    lender: Lender, borrowing: Borrowing
) -> None:
    loan_id = await opened(lender, borrowing.funding)
    await returned(lender, borrowing)
    for neighbour in (lender.to_application, lender.to_underwriting):
        early = await lender.told(loan_id, "loan.pending", neighbour)
        assert early == Delivery(DeliveryOutcome.FAILED, 409, "sequence_gap")
