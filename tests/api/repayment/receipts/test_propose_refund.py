"""Money that waits goes back to where it came from; elsewhere only when two people say so."""

import asyncio
from functools import partial
from typing import Any

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.repayment.paying import (
    Body,
    a_receipt,
    a_refund,
    approve,
    book_of,
    pay,
    served,
    take_back,
)
from tests.api.signed_clients import Client, ClientFor, expect, refused

ELSEWHERE = typeid_of("acct", new_id())


@pytest.fixture
async def waiting(maker: Client, loan_id: str) -> Body:
    """A receipt of 500 with nothing due."""
    return expect(await pay(maker, loan_id, a_receipt(500)), 201)


async def refund(client: Client, repayment: Body, minor: int, **changes: Any) -> Any:
    path = f"/v1/loans/{repayment['loan_id']}/refunds"
    return await client.post(path, a_refund(repayment, minor, **changes))


async def test_z10_to_its_source_one_person_gives_it_back(
    maker: Client, waiting: Body, loan_id: str
) -> None:
    given = expect(await refund(maker, waiting, 200), 201)
    assert (given["status"], given["payee_account_id"]) == ("booked", None)
    book = await book_of(maker, loan_id)
    assert (book["suspense"], book["collections_clearing"]) == (-300, 300)
    path = f"/v1/loans/{loan_id}/repayments/{waiting['id']}"
    receipt = expect(await maker.get(path), 200)
    assert (receipt["status"], receipt["given_back"]["amount"]) == ("posted", 200)
    assert receipt["unapplied"]["amount"] == 300
    expect(await refund(maker, waiting, 300), 201)
    assert expect(await maker.get(path), 200)["status"] == "refunded"


async def test_z10_another_account_takes_a_second_person(
    maker: Client, checker: Client, client_for: ClientFor, waiting: Body, loan_id: str
) -> None:
    both = client_for(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    proposed = expect(await refund(both, waiting, 200, payee_account_id=ELSEWHERE), 201)
    assert proposed["status"] == "proposed"
    assert (await book_of(maker, loan_id))["suspense"] == -500
    refused(await approve(both, "refunds", proposed), 403, "own_work")
    booked = expect(await approve(checker, "refunds", proposed), 201)
    assert (booked["status"], booked["payee_account_id"]) == ("paying", ELSEWHERE)
    assert booked["next_step"] == {"actor": "system", "calls": []}
    assert (await book_of(maker, loan_id))["suspense"] == -300
    refused(await approve(checker, "refunds", booked), 409, "transition_not_allowed")


async def test_z10_many_approvals_at_once_give_it_back_once(
    maker: Client, client_for: ClientFor, waiting: Body, loan_id: str
) -> None:
    proposed = expect(await refund(maker, waiting, 200, payee_account_id=ELSEWHERE), 201)
    people = [client_for(Role.FINANCE_CHECKER) for _ in range(8)]
    answers = await asyncio.gather(
        *(served(partial(approve, each, "refunds", proposed)) for each in people)
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * 7
    assert (await book_of(maker, loan_id))["suspense"] == -300


async def test_no_more_goes_back_than_waits(maker: Client, waiting: Body) -> None:
    refused(await refund(maker, waiting, 501), 409, "not_waiting")
    expect(await refund(maker, waiting, 500), 201)
    refused(await refund(maker, waiting, 1), 409, "not_waiting")


async def test_two_proposals_for_the_same_money_are_not_both_booked(
    maker: Client, checker: Client, waiting: Body
) -> None:
    one = expect(await refund(maker, waiting, 400, payee_account_id=ELSEWHERE), 201)
    two = expect(await refund(maker, waiting, 400, payee_account_id=ELSEWHERE), 201)
    expect(await approve(checker, "refunds", one), 201)
    refused(await approve(checker, "refunds", two), 409, "not_waiting")


async def test_the_oldest_money_goes_back_first(maker: Client, waiting: Body, loan_id: str) -> None:
    younger = expect(await pay(maker, loan_id, a_receipt(300)), 201)
    refused(await refund(maker, younger, 300), 409, "not_waiting")
    expect(await refund(maker, waiting, 500), 201)
    expect(await refund(maker, younger, 300), 201)


async def test_a_receipt_goes_back_once_though_an_older_one_comes_to_be_known(
    maker: Client, waiting: Body, loan_id: str
) -> None:
    expect(await refund(maker, waiting, 500), 201)
    older = expect(await pay(maker, loan_id, a_receipt(500, value_date="2026-03-20")), 201)
    refused(await refund(maker, waiting, 500), 409, "not_waiting")
    expect(await refund(maker, older, 500), 201)
    refused(await refund(maker, older, 1), 409, "not_waiting")
    statuses = [
        expect(await maker.get(f"/v1/loans/{loan_id}/repayments/{each['id']}"), 200)["status"]
        for each in (waiting, older)
    ]
    assert statuses == ["refunded", "refunded"]


async def test_what_was_partly_given_back_is_not_taken_back(
    maker: Client, checker: Client, waiting: Body
) -> None:
    expect(await refund(maker, waiting, 1), 201)
    refused(await take_back(checker, waiting), 409, "partly_refunded")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"repayment_id": typeid_of("repay", new_id())}, "/repayment_id"),
        ({"amount": {"amount": 1, "currency": "USD"}}, "/amount/currency"),
    ],
)
async def test_what_cannot_be_is_pointed_at(
    maker: Client, waiting: Body, change: Body, pointer: str
) -> None:
    problem = refused(await refund(maker, waiting, 1, **change), 422, "validation_failed")
    assert problem["errors"][0]["pointer"] == pointer


async def test_all_refunds_are_listed_newest_first(
    maker: Client, waiting: Body, loan_id: str
) -> None:
    made = [expect(await refund(maker, waiting, n), 201)["id"] for n in (1, 2)]
    page = expect(await maker.get(f"/v1/loans/{loan_id}/refunds"), 200)
    assert [each["id"] for each in page["data"]] == made[::-1]
    one = expect(await maker.get(f"/v1/loans/{loan_id}/refunds/{made[0]}"), 200)
    assert one["amount"]["amount"] == 1
    wrong = f"/v1/loans/{loan_id}/refunds/{typeid_of('refund', new_id())}"
    refused(await maker.get(wrong), 404, "not_found")
