"""Money that came in before the books were open waits for them, and counts from its own day."""

from datetime import date

import pytest

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.repayment.positions.domain.shards import shard_of
from tests.api.repayment.days.passing import DAY, close, go_to, store_fees, want_new_lines
from tests.api.repayment.paying import a_receipt, book_of, pay, take_back
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, a_reversal, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.postgres_run import Addresses


async def test_what_comes_after_midnight_is_posted_when_the_night_is_closed(
    service: RunningApp, maker: Client, loan_id: str
) -> None:
    await close(service)
    service.advance(DAY)
    body = a_receipt(500)
    booked = expect(await pay(maker, loan_id, body), 201)
    assert (booked["status"], booked["value_date"]) == ("received", "2026-04-01")
    assert "suspense" not in await book_of(maker, loan_id)
    await close(service)
    posted = expect(await pay(maker, loan_id, body), 201)
    assert (posted["id"], posted["status"]) == (booked["id"], "posted")
    assert (await book_of(maker, loan_id))["suspense"] == -500
    await close(service)
    assert (await book_of(maker, loan_id))["suspense"] == -500


async def test_what_counts_from_yesterday_is_posted_at_once(
    service: RunningApp, maker: Client, loan_id: str
) -> None:
    await go_to(service, date(2026, 4, 2))
    service.advance(DAY)
    booked = expect(await pay(maker, loan_id, a_receipt(500, value_date="2026-04-02")), 201)
    assert booked["status"] == "posted"


async def test_what_waits_for_a_loan_whose_money_came_back_waits_on_and_holds_up_nobody(
    service: RunningApp,
    neighbour: Client,
    maker: Client,
    checker: Client,
    client_for: ClientFor,
    loan_id: str,
) -> None:
    gone = a_funding(FREE_OF_FEES)
    returned_id = expect(await tell(neighbour, gone), 200)["loan_id"]
    await close(service)
    service.advance(DAY)
    body = a_receipt(700)
    waiting = expect(await pay(maker, returned_id, body), 201)
    behind = a_receipt(500)
    expect(await pay(maker, loan_id, behind), 201)
    expect(await tell(neighbour, a_reversal(gone)), 200)
    await close(service)
    assert expect(await pay(maker, returned_id, body), 201)["status"] == "received"
    assert expect(await pay(maker, loan_id, behind), 201)["status"] == "posted"

    undone = expect(await take_back(checker, waiting, "wrong_loan"), 201)
    assert (undone["status"], undone["unapplied"]["amount"]) == ("reversed", 0)
    told = expect(await client_for(Role.AUDITOR).get("/v1/ledger/invariants"), 200)
    assert [each for each in told["data"] if not each["ok"]] == []
    expect(await pay(maker, loan_id, body), 201)


async def test_a_loan_that_cannot_be_folded_holds_up_no_other_and_is_told_of(
    service: RunningApp, neighbour: Client, maker: Client, loan_id: str, own_database: Addresses
) -> None:
    """Its stored terms are not what they were; the round goes on past it, and says so."""
    broken_id = expect(await tell(neighbour, a_funding(FREE_OF_FEES)), 200)["loan_id"]
    await close(service)
    service.advance(DAY)
    waiting, behind = a_receipt(700), a_receipt(500)
    expect(await pay(maker, broken_id, waiting), 201)
    expect(await pay(maker, loan_id, behind), 201)
    await store_fees(own_database, broken_id, '[{"code": "a"}]')
    with pytest.raises(KeyError, match="amount_minor"):
        await close(service)
    assert expect(await pay(maker, loan_id, behind), 201)["status"] == "posted"
    await store_fees(own_database, broken_id, "[]")
    await close(service)
    assert expect(await pay(maker, broken_id, waiting), 201)["status"] == "posted"


async def test_a_shard_that_cannot_be_closed_keeps_nobody_else_s_money_waiting(
    service: RunningApp, neighbour: Client, maker: Client, loan_id: str, own_database: Addresses
) -> None:
    broken_id = await elsewhere_than(loan_id, neighbour)
    await close(service)
    service.advance(DAY)
    behind = a_receipt(500)
    expect(await pay(maker, loan_id, behind), 201)
    await store_fees(own_database, broken_id, '[{"code": "a"}]')
    await want_new_lines(own_database, broken_id)
    with pytest.raises(KeyError, match="amount_minor"):
        await close(service)
    assert expect(await pay(maker, loan_id, behind), 201)["status"] == "posted"


async def elsewhere_than(loan_id: str, neighbour: Client) -> str:
    """A loan of another shard."""
    found = loan_id
    while shard_of(uuid_of("loan", found)) == shard_of(uuid_of("loan", loan_id)):
        found = expect(await tell(neighbour, a_funding(FREE_OF_FEES)), 200)["loan_id"]
    return found
