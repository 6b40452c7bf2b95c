"""A quote says to the cent what settles a loan on each of its days, until the loan changes."""

from datetime import date, timedelta

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.repayment.paying import a_receipt, loan_of, pay, quote
from tests.api.repayment.telling import FREE_OF_FEES, LENT_MINOR, a_funding, a_reversal, tell
from tests.api.signed_clients import Client, ClientFor, expect, refused

PARTS = ("fee", "penalty", "compound", "interest", "principal")


async def test_a_quote_takes_the_interest_of_the_days_used(maker: Client, loan_id: str) -> None:
    drawn = await quote(maker, loan_id)
    first, second = drawn["days"][:2]
    # 30,000 at 12 per cent, 18 and 19 days of months of thirty since 12 March.
    assert (first["on"], first["interest"], first["principal"]) == (
        "2026-03-31",
        18_000,
        LENT_MINOR,
    )
    assert first["total"]["amount"] == LENT_MINOR + 18_000
    assert (second["on"], second["interest"]) == ("2026-04-01", 19_000)
    assert drawn["valid_until"] == drawn["days"][-1]["on"] == "2026-04-06"
    assert len(drawn["days"]) == 7
    assert drawn["is_payable"]


async def test_each_day_adds_up_and_is_what_the_loan_says(maker: Client, weekly: str) -> None:
    expect(await pay(maker, weekly, a_receipt(900_000)), 201)
    drawn = await quote(maker, weekly, on="2026-04-05")
    for day in drawn["days"]:
        assert day["total"]["amount"] == sum(day[part] for part in PARTS) - day["suspense"]
    assert {day["on"] for day in drawn["days"]} >= {"2026-04-05", "2026-04-09", "2026-04-11"}
    today = (await quote(maker, weekly))["days"][0]
    assert today["total"]["amount"] == (await loan_of(maker, weekly))["figures"]["payoff"]


async def test_what_waits_in_suspense_need_not_be_paid_again(maker: Client, loan_id: str) -> None:
    before = (await quote(maker, loan_id))["days"][0]["total"]["amount"]
    expect(await pay(maker, loan_id, a_receipt(500)), 201)
    day = (await quote(maker, loan_id))["days"][0]
    assert (day["suspense"], day["total"]["amount"]) == (500, before - 500)


async def test_a_quote_is_outdated_once_the_loan_has_changed(maker: Client, loan_id: str) -> None:
    drawn = await quote(maker, loan_id)
    path = f"/v1/loans/{loan_id}/payoff-quotes"
    assert expect(await maker.get(f"{path}/{drawn['id']}"), 200) == drawn
    expect(await pay(maker, loan_id, a_receipt(500)), 201)
    assert expect(await maker.get(f"{path}/{drawn['id']}"), 200) == drawn | {"is_payable": False}
    again = await quote(maker, loan_id)
    listed = expect(await maker.get(path), 200)["data"]
    assert [(each["id"], each["is_payable"]) for each in listed] == [
        (again["id"], True),
        (drawn["id"], False),
    ]


@pytest.mark.parametrize("days", [-1, 31])
async def test_a_day_past_or_too_far_ahead_is_not_quoted(
    maker: Client, loan_id: str, days: int
) -> None:
    on = date(2026, 3, 31) + timedelta(days=days)
    answer = await maker.post(f"/v1/loans/{loan_id}/payoff-quotes", {"on": on.isoformat()})
    assert refused(answer, 422, "validation_failed")["errors"][0]["pointer"] == "/on"


async def test_its_borrower_may_ask_and_a_stranger_may_not(
    client_for: ClientFor, neighbour: Client
) -> None:
    borrower, stranger = client_for(Role.BORROWER), client_for(Role.BORROWER)
    told = a_funding(FREE_OF_FEES, owner=borrower.subject)
    loan_id = expect(await tell(neighbour, told), 200)["loan_id"]
    drawn = await quote(borrower, loan_id)
    answer = await stranger.post(f"/v1/loans/{loan_id}/payoff-quotes", {})
    refused(answer, 404, "not_found")
    path = f"/v1/loans/{loan_id}/payoff-quotes/{drawn['id']}"
    refused(await stranger.get(path), 404, "not_found")
    never = f"/v1/loans/{loan_id}/payoff-quotes/{typeid_of('quote', new_id())}"
    refused(await borrower.get(never), 404, "not_found")


async def test_a_loan_without_its_money_has_nothing_to_quote(
    maker: Client, neighbour: Client
) -> None:
    funding = a_funding()
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    expect(await tell(neighbour, a_reversal(funding)), 200)
    answer = await maker.post(f"/v1/loans/{loan_id}/payoff-quotes", {})
    refused(answer, 409, "loan_takes_no_money")


async def test_the_same_key_gives_the_same_quote(maker: Client, loan_id: str) -> None:
    path = f"/v1/loans/{loan_id}/payoff-quotes"
    first, again = [await maker.post(path, {}, key="q") for _ in range(2)]
    assert first.content == again.content
    assert again.headers["idempotent-replayed"] == "true"
