"""Only a fee the contract discloses is charged, at most as it says, and once for its occasion."""

import pytest

from tests.api.repayment.paying import (
    Body,
    a_prepayment,
    a_receipt,
    as_quoted,
    book_of,
    loan_of,
    pay,
    prepay,
    quote,
)
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, a_reversal, tell
from tests.api.signed_clients import Client, expect, refused

DISCLOSED = 2_000


@pytest.fixture
async def noticed(neighbour: Client) -> str:
    """A loan whose contract discloses a fee for each late notice."""
    told = a_funding(FREE_OF_FEES)
    told["contract"]["terms"]["contingent_fees"] = [{"code": "late_notice", "amount": DISCLOSED}]
    taken: str = expect(await tell(neighbour, told), 200)["loan_id"]
    return taken


def a_fee(**changes: object) -> Body:
    amount = {"amount": DISCLOSED, "currency": "CNY"}
    return {"code": "late_notice", "amount": amount, "reference": "notice-1", **changes}


async def test_a_disclosed_fee_falls_due_at_once(maker: Client, noticed: str) -> None:
    charged = expect(await maker.post(f"/v1/loans/{noticed}/fees", a_fee()), 201)
    assert (charged["due_on"], charged["amount"]["amount"]) == ("2026-03-31", DISCLOSED)
    loan = await loan_of(maker, noticed)
    assert loan["figures"]["due"]["fee"] == DISCLOSED
    book = await book_of(maker, noticed)
    assert (book["fees_receivable"], book["fee_income"]) == (DISCLOSED, -DISCLOSED)


async def test_c6_the_same_occasion_is_charged_once(maker: Client, noticed: str) -> None:
    path = f"/v1/loans/{noticed}/fees"
    first = expect(await maker.post(path, a_fee()), 201)
    assert expect(await maker.post(path, a_fee()), 201) == first
    other = a_fee(amount={"amount": 1, "currency": "CNY"})
    refused(await maker.post(path, other), 409, "fee_differs")
    expect(await maker.post(path, a_fee(reference="notice-2")), 201)
    assert (await book_of(maker, noticed))["fees_receivable"] == 2 * DISCLOSED


async def test_f2_the_same_key_charges_once(maker: Client, noticed: str) -> None:
    path = f"/v1/loans/{noticed}/fees"
    first, again = [await maker.post(path, a_fee(), key="f") for _ in range(2)]
    assert first.content == again.content


@pytest.mark.parametrize(
    "change", [{"code": "legal_cost"}, {"amount": {"amount": DISCLOSED + 1, "currency": "CNY"}}]
)
async def test_nothing_undisclosed_is_charged(maker: Client, noticed: str, change: Body) -> None:
    answer = await maker.post(f"/v1/loans/{noticed}/fees", a_fee(**change))
    refused(answer, 409, "fee_not_disclosed")


async def test_another_currency_is_pointed_at(maker: Client, noticed: str) -> None:
    body = a_fee(amount={"amount": 1, "currency": "USD"})
    problem = refused(await maker.post(f"/v1/loans/{noticed}/fees", body), 422, "validation_failed")
    assert problem["errors"][0]["pointer"] == "/amount/currency"


async def test_a_loan_without_its_money_is_charged_nothing(
    maker: Client, neighbour: Client
) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    expect(await tell(neighbour, a_reversal(funding)), 200)
    refused(await maker.post(f"/v1/loans/{loan_id}/fees", a_fee()), 409, "loan_takes_no_money")


async def test_money_that_has_paid_something_today_pays_no_fee_charged_after_it(
    maker: Client, noticed: str
) -> None:
    prepaid = expect(await prepay(maker, noticed, a_prepayment(1_000_000)), 201)
    before = await loan_of(maker, noticed)
    path = f"/v1/loans/{noticed}"
    refused(await maker.post(f"{path}/fees", a_fee()), 409, "money_already_used")
    assert await loan_of(maker, noticed) == before
    again = await maker.get(f"{path}/repayments/{prepaid['id']}")
    assert expect(again, 200)["allocations"] == prepaid["allocations"]


async def test_money_that_waits_pays_it(maker: Client, noticed: str) -> None:
    expect(await pay(maker, noticed, a_receipt(DISCLOSED + 1)), 201)
    expect(await maker.post(f"/v1/loans/{noticed}/fees", a_fee()), 201)
    figures = (await loan_of(maker, noticed))["figures"]
    assert (figures["due"]["fee"], figures["suspense"]) == (0, 1)


async def test_a_loan_that_ended_is_charged_nothing(maker: Client, noticed: str) -> None:
    path = f"/v1/loans/{noticed}/fees"
    charged = expect(await maker.post(path, a_fee()), 201)
    drawn = await quote(maker, noticed)
    expect(await prepay(maker, noticed, as_quoted(drawn, "2026-03-31")), 201)
    refused(await maker.post(path, a_fee(reference="notice-2")), 409, "nothing_owed")
    loan = await loan_of(maker, noticed)
    assert (loan["status"], loan["figures"]["owed"]["total"]) == ("settled", 0)
    assert expect(await maker.post(path, a_fee()), 201) == charged
