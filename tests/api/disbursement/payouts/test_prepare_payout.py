"""After a payout that failed or came back: another account, another payout, another key."""

from datetime import timedelta

import pytest

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import entry
from services.kit.identifiers import uuid_of
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.signed_clients import expect
from tests.sandbox_accounts import ordinary_account


async def test_another_account_then_another_payout_under_another_key(
    street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    failed = await payee(Case.CLOSED_SINCE)
    await street.until(failed, "failed")
    path = f"/v1/contracts/{failed.contract}/payouts"
    early = await desk.maker.post(path)
    assert (early.status_code, early.json()["code"]) == (409, "no_usable_account")
    await street.verify(await failed.name_account(ordinary_account()))
    made = expect(await desk.maker.post(path), 201)
    assert made["status"] == "ready"
    second = Payee(failed.client, failed.contract_id, uuid_of("pay", made["id"]), failed.offer, "")
    await street.until(second, "settled")
    assert second.key != failed.key
    assert len(street.truth.of("moved", second.key)) == 1
    assert street.truth.of("moved", failed.key) == []
    shown = expect(await desk.maker.get("/v1/payouts", contract_id=failed.contract), 200)
    assert [each["status"] for each in shown["data"]] == ["settled", "failed"]
    day = next(each["settled_on"] for each in shown["data"] if each["settled_on"] is not None)
    the_day = {"settled_on[gte]": day, "settled_on[lte]": day, "contract_id": failed.contract}
    on_it = expect(await desk.maker.get("/v1/payouts", **the_day), 200)
    assert [each["id"] for each in on_it["data"]] == [made["id"]]
    for away in ({"settled_on[gte]": "2199-01-01"}, {"settled_on[lte]": "2000-01-01"}):
        assert expect(await desk.maker.get("/v1/payouts", **away), 200)["data"] == []
    await books.agree()


async def test_money_that_came_back_goes_out_again_to_another_account(
    street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    returned = await payee(Case.RETURNED)
    settled = await street.until(returned, "settled")
    assert settled.settled_on is not None
    await street.tell_day(settled.settled_on + timedelta(days=3))
    await street.until(returned, "returned")
    await street.verify(await returned.name_account(ordinary_account()))
    made = expect(await desk.maker.post(f"/v1/contracts/{returned.contract}/payouts"), 201)
    second = Payee(
        returned.client, returned.contract_id, uuid_of("pay", made["id"]), returned.offer, ""
    )
    await street.until(second, "settled")
    await books.agree()


async def test_a_contract_that_is_not_signed_asks_for_no_payout(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee()
    async with street.service.sessions.begin() as session:
        assert await entry.cancel_unsubmitted(
            session, waiting.contract_id, own_machinery(), "borrower_left"
        )
        await street.void(session, waiting)
    answer = await desk.maker.post(f"/v1/contracts/{waiting.contract}/payouts")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_pay")


@pytest.mark.parametrize("case", [Case.ORDINARY, Case.MOVED_SILENT])
async def test_a_void_is_refused_once_money_may_be_out(
    case: Case, street: Street, payee: NewPayee
) -> None:
    waiting = await payee(case)
    await street.drive(waiting)
    async with street.service.sessions.begin() as session:
        assert not await entry.cancel_unsubmitted(
            session, waiting.contract_id, own_machinery(), "borrower_left"
        )
        assert await entry.is_under_way(session, waiting.contract_id) or case is Case.ORDINARY
    assert (await street.row(waiting)).status != "cancelled"


async def test_preparing_twice_prepares_once(street: Street, payee: NewPayee) -> None:
    waiting = await payee()
    async with street.service.sessions.begin() as session:
        await entry.prepare(
            session, waiting.contract_id, own_machinery(), street.service.clock.today()
        )
        assert not await entry.is_under_way(session, waiting.contract_id)
    count = "SELECT count(*) FROM payouts WHERE contract_id = :id"
    assert await street.scalar(count, id=waiting.contract_id) == 1
