"""Money that comes in pays what is due, and is booked once."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.repayment.paying import (
    a_receipt,
    book_of,
    loan_of,
    paid_parts,
    pay,
)
from tests.api.repayment.telling import FEE_MINOR, LENT_MINOR, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, expect, refused
from tests.postgres_run import Addresses


async def test_what_comes_in_goes_by_the_waterfall(maker: Client, weekly: str) -> None:
    booked = expect(await pay(maker, weekly, a_receipt(800_000)), 201)
    assert (booked["status"], booked["version"]) == ("posted", 2)
    parts = [(each["component"], each["instalment"]) for each in booked["allocations"]]
    assert parts == [
        ("fee", 0),
        ("penalty", None),
        ("compound", None),
        ("interest", 1),
        ("principal", 1),
        ("interest", 2),
        ("principal", 2),
    ]
    assert sum(paid_parts(booked).values()) == 800_000
    assert paid_parts(booked)["fee"] == FEE_MINOR
    assert booked["unapplied"]["amount"] == 0


async def test_the_books_and_the_loan_say_the_same(maker: Client, weekly: str) -> None:
    booked = expect(await pay(maker, weekly, a_receipt(800_000)), 201)
    book, loan = await book_of(maker, weekly), await loan_of(maker, weekly)
    assert book["collections_clearing"] == 800_000
    assert book.get("suspense", 0) == 0
    assert book["loan_principal"] == LENT_MINOR - paid_parts(booked)["principal"]
    assert book["loan_principal"] == loan["figures"]["outstanding_principal"]


async def test_what_nothing_due_takes_waits_for_the_next_due_date(
    maker: Client, loan_id: str
) -> None:
    before = await loan_of(maker, loan_id)
    booked = expect(await pay(maker, loan_id, a_receipt(500)), 201)
    assert (booked["status"], booked["allocations"]) == ("posted", [])
    assert booked["unapplied"]["amount"] == 500
    after = await loan_of(maker, loan_id)
    assert after["next_due"]["total"]["amount"] == before["next_due"]["total"]["amount"] - 500
    assert (await book_of(maker, loan_id))["suspense"] == -500


async def test_money_of_an_earlier_day_counts_from_that_day(maker: Client, weekly: str) -> None:
    late = expect(await pay(maker, weekly, a_receipt(900_000)), 201)
    in_time = expect(await pay(maker, weekly, a_receipt(900_000, value_date="2026-03-19")), 201)
    assert paid_parts(in_time).get("penalty", 0) == 0
    again = expect(await maker.get(f"/v1/loans/{weekly}/repayments/{late['id']}"), 200)
    assert paid_parts(again).get("penalty", 0) < paid_parts(late)["penalty"]


async def test_c1_fifty_at_once_under_one_key_book_it_once(maker: Client, weekly: str) -> None:
    body = a_receipt(4_321)
    answers = await asyncio.gather(*(pay(maker, weekly, body, key="one") for _ in range(50)))
    booked = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    others = {answer.json()["code"] for answer in answers if answer.status_code != 201}
    assert len(set(booked)) == 1
    assert others <= {"idempotency_in_flight", "database_unavailable"}
    assert (await book_of(maker, weekly))["collections_clearing"] == 4_321


async def test_c2_the_same_key_with_another_amount_is_refused(maker: Client, weekly: str) -> None:
    body = a_receipt(100)
    expect(await pay(maker, weekly, body, key="k"), 201)
    other = body | {"amount": {"amount": 101, "currency": "CNY"}}
    refused(await pay(maker, weekly, other, key="k"), 422, "idempotency_key_reused")
    assert (await book_of(maker, weekly))["collections_clearing"] == 100


async def test_f2_a_lost_answer_is_given_again(maker: Client, weekly: str) -> None:
    body = a_receipt(100)
    first = await pay(maker, weekly, body, key="lost")
    again = await pay(maker, weekly, body, key="lost")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"


async def test_c6_without_its_key_the_channels_name_still_books_it_once(
    maker: Client, database: Addresses, weekly: str
) -> None:
    body = a_receipt(100)
    first = await pay(maker, weekly, body, key="gone")
    connection = await asyncpg.connect(database.owner_url("repayment"))
    try:
        await connection.execute("DELETE FROM repayment.idempotency_keys WHERE key = 'gone'")
    finally:
        await connection.close()
    again = await pay(maker, weekly, body, key="gone")
    assert expect(again, 201) == expect(first, 201)
    assert "idempotent-replayed" not in again.headers
    assert (await book_of(maker, weekly))["collections_clearing"] == 100


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"amount": 101, "currency": "CNY"}},
        {"value_date": "2026-03-30"},
        {"payer": "guarantor"},
    ],
)
async def test_c6_one_name_is_one_receipt(
    maker: Client, weekly: str, change: dict[str, Any]
) -> None:
    body = a_receipt(100)
    expect(await pay(maker, weekly, body), 201)
    refused(await pay(maker, weekly, body | change), 409, "receipt_differs")


async def test_c6_one_name_pays_one_loan(maker: Client, weekly: str, loan_id: str) -> None:
    body = a_receipt(100)
    answers = await asyncio.gather(
        *(pay(maker, loan, body) for loan in (weekly, loan_id, weekly, loan_id))
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 201, 409, 409]
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"value_date": "2026-04-01"}, "/value_date", "in_the_future"),
        ({"value_date": "2026-03-11"}, "/value_date", "before_disbursement"),
        ({"amount": {"amount": 1, "currency": "USD"}}, "/amount/currency", "other_currency"),
    ],
)
async def test_what_cannot_be_is_pointed_at(
    maker: Client, weekly: str, change: dict[str, Any], pointer: str, code: str
) -> None:
    problem = refused(await pay(maker, weekly, a_receipt(100) | change), 422, "validation_failed")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(pointer, code)]


async def test_a_loan_without_its_money_takes_none(maker: Client, neighbour: Client) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    back = funding_reversal(funding)
    expect(await neighbour.put(f"/internal/v1/funding-reversals/{back['payout_id']}", back), 200)
    refused(await pay(maker, loan_id, a_receipt(1)), 409, "loan_takes_no_money")


def funding_reversal(funding: dict[str, Any]) -> dict[str, Any]:
    return {
        "sequence": 12,
        "after": funding["sequence"],
        "kind": "funding_reversal",
        "contract_id": funding["contract"]["id"],
        "payout_id": funding["payout"]["id"],
        "amount": funding["payout"]["amount"],
        "returned_on": date(2026, 3, 16).isoformat(),
        "reason_code": "account_closed",
    }


async def test_its_borrower_sees_what_was_paid_newest_first(
    maker: Client, client_for: ClientFor, neighbour: Client
) -> None:
    borrower = client_for(Role.BORROWER)
    loan_id = expect(await tell(neighbour, a_funding(owner=borrower.subject)), 200)["loan_id"]
    booked = [expect(await pay(maker, loan_id, a_receipt(n)), 201)["id"] for n in (1, 2, 3)]
    first = expect(await borrower.get(f"/v1/loans/{loan_id}/repayments", limit=2), 200)
    rest = expect(
        await borrower.get(f"/v1/loans/{loan_id}/repayments", limit=2, cursor=first["next_cursor"]),
        200,
    )
    assert [each["id"] for each in first["data"] + rest["data"]] == booked[::-1]


async def test_a_repayment_of_another_loan_is_not_found(
    maker: Client, weekly: str, loan_id: str
) -> None:
    booked = expect(await pay(maker, weekly, a_receipt(100)), 201)
    refused(await maker.get(f"/v1/loans/{loan_id}/repayments/{booked['id']}"), 404, "not_found")
    never = typeid_of("repay", new_id())
    refused(await maker.get(f"/v1/loans/{weekly}/repayments/{never}"), 404, "not_found")
