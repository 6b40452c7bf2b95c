"""A funding the bank returned is taken back whole, and another payout opens the loan again."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.roles import Role
from tests.api.repayment.telling import (
    LENT_MINOR,
    Told,
    a_funding,
    a_reversal,
    another_payout,
    tell,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused


@pytest.fixture
def finance(client_for: ClientFor) -> Client:
    """Somebody who reads loans and books."""
    return client_for(Role.FINANCE_MAKER)


async def kinds_of(reader: Client, loan_id: str) -> list[tuple[str, str | None]]:
    page = expect(await reader.get(f"/v1/loans/{loan_id}/transactions"), 200)
    return [(each["kind"], each["reverses"]) for each in page["data"]]


async def sums_of(reader: Client, loan_id: str) -> dict[str, int]:
    """What all entries of a loan come to, by account."""
    sums: dict[str, int] = {}
    for entry in expect(await reader.get("/v1/ledger/entries", loan_id=loan_id), 200)["data"]:
        for line in entry["lines"]:
            sign = 1 if line["side"] == "debit" else -1
            before = sums.get(line["account"], 0)
            sums[line["account"]] = before + sign * line["amount"]["amount"]
    return sums


async def test_a_returned_payout_leaves_the_loan_waiting_and_the_books_at_nothing(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    taken = expect(await tell(neighbour, a_reversal(funding)), 200)
    assert (taken["loan_id"], taken["status"], taken["version"]) == (loan_id, "pending", 3)
    loan = expect(await finance.get(f"/v1/loans/{loan_id}"), 200)
    empty = ("disbursed_on", "payout_id", "matures_on", "next_due")
    assert [loan[member] for member in empty] == [None] * 4
    schedule = expect(await finance.get(f"/v1/loans/{loan_id}/schedule"), 200)
    assert schedule["rows"] == []
    assert set((await sums_of(finance, loan_id)).values()) == {0}
    payout = funding["payout"]["id"]
    assert await kinds_of(finance, loan_id) == [("disbursed", None), ("reversed", payout)]


async def test_what_was_borne_meanwhile_goes_with_the_money(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    expect(await tell(neighbour, a_reversal(funding)), 200)
    page = expect(await finance.get("/v1/ledger/entries", loan_id=loan_id, sort="recorded_at"), 200)
    first, second = page["data"]
    assert (first["kind"], second["kind"]) == ("disbursed", "reversed")
    opposite = {"debit": "credit", "credit": "debit"}
    assert {(line["account"], opposite[line["side"]]) for line in first["lines"]} == {
        (line["account"], line["side"]) for line in second["lines"]
    }


async def test_another_payout_opens_the_same_loan_on_its_own_day(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    expect(await tell(neighbour, a_reversal(funding, sequence=12)), 200)
    again = another_payout(funding, sequence=15, after=12, value_date=date(2026, 3, 20))
    taken = expect(await tell(neighbour, again), 200)
    assert (taken["loan_id"], taken["status"]) == (loan_id, "active")
    loan = expect(await finance.get(f"/v1/loans/{loan_id}"), 200)
    assert (loan["disbursed_on"], loan["payout_id"]) == ("2026-03-20", again["payout"]["id"])
    schedule = expect(await finance.get(f"/v1/loans/{loan_id}/schedule"), 200)
    assert schedule["rows"] == again["schedule"]["rows"]
    assert (await sums_of(finance, loan_id))["loan_principal"] == LENT_MINOR


async def test_a_reversal_before_its_funding_waits_for_it(neighbour: Client) -> None:
    funding = a_funding()
    reversal = a_reversal(funding)
    assert refused(await tell(neighbour, reversal), 409, "sequence_gap")["retryable"]
    expect(await tell(neighbour, funding), 200)
    assert expect(await tell(neighbour, reversal), 200)["status"] == "pending"


async def test_old_messages_delivered_again_in_any_order_change_nothing(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    reversal = a_reversal(funding, sequence=12)
    again = another_payout(funding, sequence=15, after=12, value_date=date(2026, 3, 20))
    story = [funding, reversal, again]
    answers = [expect(await tell(neighbour, message), 200) for message in story]
    last = answers[-1]
    for message in [*reversed(story), *story]:
        assert expect(await tell(neighbour, message), 200) == last
    assert len(await kinds_of(finance, last["loan_id"])) == 3


async def test_c14_one_reversal_delivered_at_once_by_many_is_booked_once(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    reversal = a_reversal(funding)
    for answer in await asyncio.gather(*(tell(neighbour, reversal) for _ in range(20))):
        expect(answer, 200)
    assert len(await kinds_of(finance, loan_id)) == 2


async def test_the_same_reversal_under_a_later_number_changes_nothing(neighbour: Client) -> None:
    funding = a_funding()
    expect(await tell(neighbour, funding), 200)
    first = expect(await tell(neighbour, a_reversal(funding, sequence=12)), 200)
    again = expect(await tell(neighbour, a_reversal(funding, sequence=13, after=12)), 200)
    assert again == first


async def test_a_payout_that_was_taken_back_funds_nothing_any_more(neighbour: Client) -> None:
    funding = a_funding()
    expect(await tell(neighbour, funding), 200)
    expect(await tell(neighbour, a_reversal(funding)), 200)
    stale = funding | {"sequence": 15, "after": 12}
    refused(await tell(neighbour, stale), 409, "funding_taken_back")


async def test_a_payout_that_never_arrived_cannot_be_taken_back(neighbour: Client) -> None:
    funding = a_funding()
    expect(await tell(neighbour, funding), 200)
    unknown = a_reversal(funding) | {"payout_id": typeid_of("pay", new_id())}
    refused(await tell(neighbour, unknown), 404, "not_found")
    stranger = a_reversal(a_funding(), after=0)
    refused(await tell(neighbour, stranger), 404, "not_found")


async def test_another_amount_is_for_a_person(neighbour: Client) -> None:
    funding = a_funding()
    expect(await tell(neighbour, funding), 200)
    partial: Told = a_reversal(funding)
    partial["amount"]["amount"] -= 1
    refused(await tell(neighbour, partial), 409, "reversal_differs")


async def test_a_loan_that_received_money_keeps_its_funding(
    neighbour: Client, service: RunningApp
) -> None:
    funding = a_funding()
    taken = expect(await tell(neighbour, funding), 200)
    async with service.sessions.begin() as session:
        receipt: dict[str, Any] = {"loan": uuid_of("loan", taken["loan_id"])}
        await session.execute(
            text(
                "INSERT INTO loan_transactions (loan_id, sequence, kind, value_date, booked_on,"
                " amount_minor, currency, reference, recorded_by) VALUES (:loan, 2, 'received',"
                " '2026-03-14', '2026-03-14', 5, 'CNY', 'bank:1', 'bank')"
            ),
            receipt,
        )
    problem = refused(await tell(neighbour, a_reversal(funding)), 409, "funding_in_use")
    assert problem["retryable"] is False
