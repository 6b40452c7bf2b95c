"""Money that came in before the books were open waits for them, and counts from its own day."""

from datetime import date

from tests.api.repayment.days.passing import DAY, close, go_to
from tests.api.repayment.paying import a_receipt, book_of, pay, take_back
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, a_reversal, tell
from tests.api.signed_clients import Client, RunningApp, expect, refused


async def test_what_comes_after_midnight_is_posted_when_the_night_is_closed(
    service: RunningApp, maker: Client, checker: Client, loan_id: str
) -> None:
    await close(service)
    service.advance(DAY)
    body = a_receipt(500)
    booked = expect(await pay(maker, loan_id, body), 201)
    assert (booked["status"], booked["value_date"]) == ("received", "2026-04-01")
    assert "suspense" not in await book_of(maker, loan_id)
    refused(await take_back(checker, booked), 409, "transition_not_allowed")
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
    service: RunningApp, neighbour: Client, maker: Client, loan_id: str
) -> None:
    gone = a_funding(FREE_OF_FEES)
    returned_id = expect(await tell(neighbour, gone), 200)["loan_id"]
    await close(service)
    service.advance(DAY)
    body = a_receipt(700)
    expect(await pay(maker, returned_id, body), 201)
    behind = a_receipt(500)
    expect(await pay(maker, loan_id, behind), 201)
    expect(await tell(neighbour, a_reversal(gone)), 200)
    await close(service)
    assert expect(await pay(maker, returned_id, body), 201)["status"] == "received"
    assert expect(await pay(maker, loan_id, behind), 201)["status"] == "posted"
