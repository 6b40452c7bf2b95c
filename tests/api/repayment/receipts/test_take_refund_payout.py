"""How the payout of a refund ended: it is paid, or its money waits again (`take_refund_payout`)."""

import pytest

from services.kit.identifiers import new_id, typeid_of
from tests.api.repayment.paying import (
    Body,
    a_receipt,
    a_refund,
    approve,
    book_of,
    pay,
    take_back,
)
from tests.api.repayment.refunding import (
    ELSEWHERE,
    FUNDED,
    PAYOUT,
    TODAY,
    end_payout,
    receipt_of,
    shown,
)
from tests.api.signed_clients import Client, expect, refused


@pytest.fixture
async def paying(maker: Client, checker: Client, loan_id: str) -> Body:
    """A refund of 500, all of a receipt, on its way to another account."""
    waiting = expect(await pay(maker, loan_id, a_receipt(500)), 201)
    body = a_refund(waiting, 500, payee_account_id=ELSEWHERE)
    proposed = expect(await maker.post(f"/v1/loans/{loan_id}/refunds", body), 201)
    return expect(await approve(checker, "refunds", proposed), 201)


async def test_what_arrived_is_paid_once_however_often_it_is_told(
    neighbour: Client, maker: Client, paying: Body
) -> None:
    assert await receipt_of(maker, paying) == "refunded"
    for _ in range(3):
        taken = expect(await end_payout(neighbour, maker, paying), 200)
        assert taken == {"refund_id": paying["id"], "status": "paid"}
    refund = await shown(maker, paying)
    assert (refund["payout_id"], refund["paid_on"]) == (PAYOUT, TODAY)
    assert refund["version"] == paying["version"] + 1
    assert (await book_of(maker, paying["loan_id"])).get("suspense", 0) == 0


@pytest.mark.parametrize("end", ["failed", "returned", "cancelled"])
async def test_what_did_not_stay_away_waits_in_suspense_again(
    neighbour: Client, maker: Client, checker: Client, paying: Body, end: str
) -> None:
    told = expect(await end_payout(neighbour, maker, paying, status=end), 200)
    assert told["status"] == "returned"
    assert (await shown(maker, paying))["return_reason"] == "account_closed"
    book = await book_of(maker, paying["loan_id"])
    assert (book["suspense"], book["collections_clearing"]) == (-500, 500)
    assert await receipt_of(maker, paying) == "posted"
    path = f"/v1/loans/{paying['loan_id']}/refunds"
    again = a_refund({"id": paying["repayment_id"]}, 500)
    assert expect(await maker.post(path, again), 201)["status"] == "booked"
    repayment = {"id": paying["repayment_id"], "loan_id": paying["loan_id"], "version": 9}
    refused(await take_back(checker, repayment), 412, "version_changed")


async def test_p10_money_that_comes_back_days_later_waits_again_too(
    neighbour: Client, maker: Client, paying: Body
) -> None:
    expect(await end_payout(neighbour, maker, paying), 200)
    later = {"sequence": FUNDED + 4, "after": FUNDED + 1, "status": "returned"}
    expect(await end_payout(neighbour, maker, paying, **later), 200)
    refund = await shown(maker, paying)
    assert (refund["status"], refund["paid_on"]) == ("returned", TODAY)
    assert (await book_of(maker, paying["loan_id"]))["suspense"] == -500
    assert await receipt_of(maker, paying) == "posted"


async def test_what_is_not_the_refunds_is_refused(
    neighbour: Client, maker: Client, paying: Body
) -> None:
    more = {"amount": {"amount": 501, "currency": "CNY"}}
    refused(await end_payout(neighbour, maker, paying, **more), 409, "refund_differs")
    early = {"sequence": FUNDED + 5, "after": FUNDED + 4}
    refused(await end_payout(neighbour, maker, paying, **early), 409, "sequence_gap")
    undated = {"settled_on": None}
    refused(await end_payout(neighbour, maker, paying, **undated), 422, "validation_failed")
    absent = paying | {"id": typeid_of("refund", new_id())}
    refused(await end_payout(neighbour, maker, absent), 404, "not_found")
    assert (await shown(maker, paying))["status"] == "paying"
