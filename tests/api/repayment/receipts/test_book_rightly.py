"""A transfer booked wrongly is taken back, and booked rightly under the same name: once."""

import asyncio

import pytest

from tests.api.repayment.paying import a_receipt, book_of, pay, take_back
from tests.api.signed_clients import Client, expect, refused


async def test_what_was_booked_on_the_wrong_loan_is_booked_on_the_right_one(
    maker: Client, checker: Client, weekly: str, loan_id: str
) -> None:
    body = a_receipt(100)
    wrong = expect(await pay(maker, weekly, body), 201)
    refused(await pay(maker, loan_id, body), 409, "receipt_differs")
    expect(await take_back(checker, wrong, "wrong_loan"), 201)
    right = expect(await pay(maker, loan_id, body), 201)
    assert (right["status"], right["loan_id"]) == ("posted", loan_id)
    assert (await book_of(maker, loan_id))["collections_clearing"] == 100
    assert expect(await pay(maker, loan_id, body), 201)["id"] == right["id"]
    refused(await pay(maker, weekly, body), 409, "receipt_differs")


async def test_what_was_booked_with_the_wrong_amount_is_booked_with_the_right_one(
    maker: Client, checker: Client, weekly: str
) -> None:
    body = a_receipt(100)
    for amount in (100, 101, 102):
        told = body | {"amount": {"amount": amount, "currency": "CNY"}}
        booked = expect(await pay(maker, weekly, told), 201)
        assert (booked["status"], booked["amount"]["amount"]) == ("posted", amount)
        expect(await take_back(checker, booked, "wrong_amount"), 201)
        refused(await pay(maker, weekly, told), 409, "receipt_reversed")
    assert (await book_of(maker, weekly))["collections_clearing"] == 0


@pytest.mark.parametrize("reason", ["returned_by_bank", "charged_back", "booked_twice"])
async def test_what_did_not_come_keeps_its_name(
    maker: Client, checker: Client, weekly: str, loan_id: str, reason: str
) -> None:
    body = a_receipt(100)
    booked = expect(await pay(maker, weekly, body, key=reason), 201)
    expect(await take_back(checker, booked, reason), 201)
    refused(await pay(maker, loan_id, body), 409, "receipt_differs")
    refused(await pay(maker, weekly, body), 409, "receipt_reversed")
    assert expect(await pay(maker, weekly, body, key=reason), 201)["id"] == booked["id"]


async def test_c6_of_many_at_once_one_is_booked_in_its_place(
    maker: Client, checker: Client, weekly: str, loan_id: str
) -> None:
    body = a_receipt(100)
    wrong = expect(await pay(maker, weekly, body), 201)
    expect(await take_back(checker, wrong, "wrong_loan"), 201)
    other = body | {"amount": {"amount": 99, "currency": "CNY"}}
    asked = [(loan_id, body), (weekly, other)] * 3
    answers = await asyncio.gather(*(pay(maker, *each) for each in asked))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 3
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
