"""A loan ends on the day nothing is owed any more, and runs again if that was a mistake."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.identifiers import uuid_of
from tests.api.repayment.days.passing import DAY, close, go_to, ledger_of, store_fees
from tests.api.repayment.happening import WEEKLY
from tests.api.repayment.paying import (
    a_receipt,
    a_refund,
    approve,
    loan_of,
    pay,
    take_back,
)
from tests.api.repayment.refunding import ELSEWHERE, end_payout, receipt_of
from tests.api.repayment.telling import FREE_OF_FEES, LENT_MINOR, a_funding, tell
from tests.api.signed_clients import Client, RunningApp, expect, refused
from tests.postgres_run import Addresses

LAST_DUE = date(2026, 4, 9)


@pytest.fixture
async def weekly(neighbour: Client) -> str:
    """A loan of four weeks since 12 March."""
    taken: str = expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"]
    return taken


async def told(service: RunningApp, loan_id: str) -> list[tuple[str, Any]]:
    """What neighbours hear of a loan: each event, and the principal it says is owed."""
    async with service.sessions() as session:
        statement = text(
            "SELECT topic, body FROM outbox WHERE aggregate_id = :id ORDER BY sequence"
        )
        found = await session.execute(statement, {"id": uuid_of("loan", loan_id)})
        return [(topic, body["outstanding_minor"]) for topic, body in found]


async def test_money_in_suspense_settles_the_loan_on_its_last_day(
    service: RunningApp, maker: Client, weekly: str
) -> None:
    await close(service)
    expect(await pay(maker, weekly, a_receipt(2 * LENT_MINOR)), 201)
    await go_to(service, date(2026, 4, 8))
    assert (await loan_of(maker, weekly))["status"] == "active"
    await go_to(service, LAST_DUE)
    loan = await loan_of(maker, weekly)
    assert (loan["status"], loan["figures"]["owed"]["total"]) == ("settled", 0)
    assert loan["figures"]["suspense"] == -(await ledger_of(service))["suspense"] > 0
    topics = await told(service, weekly)
    assert topics[-1] == ("loan.settled", 0)
    await close(service)
    assert await told(service, weekly) == topics


async def test_a_repayment_that_cannot_be_posted_keeps_no_loan_from_ending(
    service: RunningApp, neighbour: Client, maker: Client, weekly: str, own_database: Addresses
) -> None:
    broken_id = expect(await tell(neighbour, a_funding(FREE_OF_FEES)), 200)["loan_id"]
    expect(await pay(maker, weekly, a_receipt(2 * LENT_MINOR)), 201)
    await go_to(service, LAST_DUE - DAY)
    service.advance(DAY)
    expect(await pay(maker, broken_id, a_receipt(700)), 201)
    await store_fees(own_database, broken_id, '[{"code": "a"}]')
    with pytest.raises(KeyError, match="amount_minor"):
        await close(service)
    assert (await loan_of(maker, weekly))["status"] == "settled"


async def test_the_payment_of_the_last_dues_settles_the_loan_at_once(
    service: RunningApp, maker: Client, checker: Client, weekly: str
) -> None:
    await go_to(service, date(2026, 4, 20))
    owed = (await loan_of(maker, weekly))["figures"]["payoff"]
    booked = expect(await pay(maker, weekly, a_receipt(owed)), 201)
    assert (booked["status"], booked["unapplied"]["amount"]) == ("posted", 0)
    assert (await loan_of(maker, weekly))["status"] == "settled"
    assert await told(service, weekly) == [("loan.active", LENT_MINOR), ("loan.settled", 0)]

    surplus = expect(await pay(maker, weekly, a_receipt(7)), 201)
    assert (surplus["status"], surplus["unapplied"]["amount"]) == ("suspended", 7)

    expect(await take_back(checker, booked), 201)
    loan = await loan_of(maker, weekly)
    assert (loan["status"], loan["figures"]["payoff"]) == ("active", owed - 7)
    assert (await told(service, weekly))[-1] == ("loan.active", LENT_MINOR)
    used = expect(await maker.get(f"/v1/loans/{weekly}/repayments/{surplus['id']}"), 200)
    assert (used["status"], used["unapplied"]["amount"]) == ("posted", 0)


async def test_a_refund_that_did_not_arrive_is_suspended_again_where_nothing_is_owed(
    service: RunningApp, neighbour: Client, maker: Client, checker: Client, weekly: str
) -> None:
    await go_to(service, date(2026, 4, 20))
    owed = (await loan_of(maker, weekly))["figures"]["payoff"]
    expect(await pay(maker, weekly, a_receipt(owed)), 201)
    surplus = expect(await pay(maker, weekly, a_receipt(7)), 201)
    body = a_refund(surplus, 7, payee_account_id=ELSEWHERE)
    proposed = expect(await maker.post(f"/v1/loans/{weekly}/refunds", body), 201)
    refund = expect(await approve(checker, "refunds", proposed), 201)
    assert await receipt_of(maker, refund) == "refunded"
    expect(await end_payout(neighbour, maker, refund, status="failed"), 200)
    assert await receipt_of(maker, refund) == "suspended"
    assert (await loan_of(maker, weekly))["status"] == "settled"


async def test_what_was_settled_by_time_alone_runs_again_when_its_money_did_not_come(
    service: RunningApp, maker: Client, checker: Client, weekly: str
) -> None:
    booked = expect(await pay(maker, weekly, a_receipt(2 * LENT_MINOR)), 201)
    await go_to(service, date(2026, 4, 12))
    assert (await loan_of(maker, weekly))["status"] == "settled"
    expect(await take_back(checker, booked), 201)
    loan = await loan_of(maker, weekly)
    assert (loan["status"], loan["figures"]["condition"]) == ("active", "overdue")


async def test_an_overdue_loan_does_not_end_with_its_last_day(
    service: RunningApp, maker: Client, weekly: str
) -> None:
    await go_to(service, date(2026, 5, 1))
    assert (await loan_of(maker, weekly))["status"] == "active"
    refused(
        await pay(maker, weekly, a_receipt(1, value_date="2026-05-02")), 422, "validation_failed"
    )
