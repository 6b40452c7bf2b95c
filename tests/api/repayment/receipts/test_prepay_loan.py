"""A prepayment makes what is left smaller or shorter; one that pays a quote ends the loan."""

from typing import Any

import pytest

from services.kit.identifiers import new_id, typeid_of
from tests.api.repayment.paying import (
    a_prepayment,
    a_receipt,
    a_refund,
    as_quoted,
    book_of,
    loan_of,
    paid_parts,
    pay,
    prepay,
    quote,
    take_back,
)
from tests.api.repayment.telling import LENT_MINOR
from tests.api.signed_clients import Client, expect, refused

TODAY = "2026-03-31"


async def instalments(reader: Client, loan_id: str) -> list[tuple[str, int]]:
    """What is still to come: day and amount."""
    schedule = expect(await reader.get(f"/v1/loans/{loan_id}/schedule"), 200)
    return [
        (each["due_on"], each["due"]["total"])
        for each in schedule["instalments"]
        if each["state"] == "scheduled"
    ]


async def test_a_quote_that_is_paid_ends_the_loan_at_exactly_nothing(
    maker: Client, loan_id: str
) -> None:
    drawn = await quote(maker, loan_id)
    paid = expect(await prepay(maker, loan_id, as_quoted(drawn, TODAY)), 201)
    assert (paid["status"], paid["quote_id"], paid["unapplied"]["amount"]) == (
        "posted",
        drawn["id"],
        0,
    )
    assert paid_parts(paid) == {"interest": 18_000, "principal": LENT_MINOR}
    loan = await loan_of(maker, loan_id)
    assert (loan["status"], loan["figures"]["owed"]["total"]) == ("settled", 0)
    assert (loan["figures"]["suspense"], loan["next_due"]) == (0, None)
    book = await book_of(maker, loan_id)
    assert {name for name, amount in book.items() if amount} == {
        "collections_clearing",
        "funding_clearing",
        "interest_income",
    }


async def test_a_settled_loan_quotes_nothing_and_runs_again_when_its_money_did_not_come(
    maker: Client, checker: Client, loan_id: str
) -> None:
    before = await loan_of(maker, loan_id)
    drawn = await quote(maker, loan_id)
    paid = expect(await prepay(maker, loan_id, as_quoted(drawn, TODAY)), 201)
    answer = await maker.post(f"/v1/loans/{loan_id}/payoff-quotes", {})
    refused(answer, 409, "nothing_owed")
    expect(await take_back(checker, paid), 201)
    after = await loan_of(maker, loan_id)
    assert (after["status"], after["figures"]) == ("active", before["figures"])


async def test_what_is_left_falls_due_in_smaller_instalments(maker: Client, loan_id: str) -> None:
    before = await instalments(maker, loan_id)
    expect(await prepay(maker, loan_id, a_prepayment(1_000_000)), 201)
    after = await instalments(maker, loan_id)
    assert [day for day, _ in after] == [day for day, _ in before]
    assert after[3][1] < before[3][1]


async def test_or_in_fewer(maker: Client, loan_id: str) -> None:
    before = await instalments(maker, loan_id)
    expect(await prepay(maker, loan_id, a_prepayment(1_000_000, mode="reduce_term")), 201)
    after = await instalments(maker, loan_id)
    assert len(after) < len(before)
    assert after[3] == before[3]


async def test_money_that_waits_for_the_next_due_date_waits_on(maker: Client, loan_id: str) -> None:
    expect(await pay(maker, loan_id, a_receipt(100_000)), 201)
    early = expect(await prepay(maker, loan_id, a_prepayment(1_000_000)), 201)
    assert (early["status"], early["unapplied"]["amount"]) == ("posted", 0)
    figures = (await loan_of(maker, loan_id))["figures"]
    paid = figures["paid"]
    assert (paid["interest"] + paid["principal"], figures["suspense"]) == (1_000_000, 100_000)


@pytest.fixture
async def given_back(maker: Client, loan_id: str) -> None:
    """2,500,000 of a debt of 3,018,000 came on 20 March, and are refunded today."""
    early = a_receipt(2_500_000, value_date="2026-03-20")
    waited = expect(await pay(maker, loan_id, early), 201)
    back = a_refund(waited, 2_500_000)
    expect(await maker.post(f"/v1/loans/{loan_id}/refunds", back), 201)


@pytest.mark.usefixtures("given_back")
async def test_what_was_refunded_that_day_pays_nothing(maker: Client, loan_id: str) -> None:
    paid = expect(await prepay(maker, loan_id, a_prepayment(1_000_000)), 201)
    assert paid_parts(paid) == {"interest": 18_000, "principal": 982_000}
    loan = await loan_of(maker, loan_id)
    figures = loan["figures"]
    assert (loan["status"], figures["suspense"]) == ("active", 0)
    assert figures["outstanding_principal"] == LENT_MINOR - 982_000


@pytest.mark.usefixtures("given_back")
async def test_nothing_that_was_refunded_since_pays_before_its_time(
    maker: Client, loan_id: str
) -> None:
    before = await loan_of(maker, loan_id)
    late = a_prepayment(1_000_000, value_date="2026-03-30")
    refused(await prepay(maker, loan_id, late), 409, "money_given_back")
    assert await loan_of(maker, loan_id) == before
    alone = {name: late[name] for name in late if name != "mode"}
    expect(await pay(maker, loan_id, alone), 201)
    figures = (await loan_of(maker, loan_id))["figures"]
    assert (figures["outstanding_principal"], figures["suspense"]) == (LENT_MINOR, 1_000_000)


@pytest.mark.usefixtures("given_back")
async def test_a_receipt_of_before_a_prepayment_does_not_let_it_take_what_was_refunded_since(
    maker: Client, loan_id: str
) -> None:
    early = a_prepayment(400_000, value_date="2026-03-25")
    expect(await prepay(maker, loan_id, early), 201)
    before = await loan_of(maker, loan_id)
    known_late = a_receipt(200_000, value_date="2026-03-24")
    refused(await pay(maker, loan_id, known_late), 409, "money_given_back")
    assert await loan_of(maker, loan_id) == before
    expect(await pay(maker, loan_id, known_late | {"value_date": TODAY}), 201)


async def test_the_same_prepayment_again_is_answered_though_its_quote_is_outdated(
    maker: Client, loan_id: str
) -> None:
    body = as_quoted(await quote(maker, loan_id), TODAY)
    first = expect(await prepay(maker, loan_id, body), 201)
    assert expect(await prepay(maker, loan_id, body), 201) == first


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"value_date": "2026-03-30"}, 409, "quote_expired"),
        ({"amount": {"amount": 1, "currency": "CNY"}}, 422, "validation_failed"),
        ({"quote_id": typeid_of("quote", new_id())}, 422, "validation_failed"),
    ],
)
async def test_what_is_not_as_quoted_is_refused(
    maker: Client, loan_id: str, change: dict[str, Any], status: int, code: str
) -> None:
    body = as_quoted(await quote(maker, loan_id), TODAY) | change
    refused(await prepay(maker, loan_id, body), status, code)
    assert (await loan_of(maker, loan_id))["status"] == "active"


async def test_an_outdated_quote_is_not_paid(maker: Client, loan_id: str) -> None:
    body = as_quoted(await quote(maker, loan_id), TODAY)
    expect(await pay(maker, loan_id, a_receipt(1)), 201)
    refused(await prepay(maker, loan_id, body), 409, "quote_outdated")


async def test_a_repayment_and_a_prepayment_of_one_name_differ(maker: Client, loan_id: str) -> None:
    body = a_receipt(100)
    expect(await pay(maker, loan_id, body), 201)
    early = body | {"mode": "reduce_term"}
    refused(await prepay(maker, loan_id, early), 409, "receipt_differs")
