"""P6 to P13: whatever the rail calls back, in whatever order and number."""

import base64
import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from deploy.sandbox.rail.calling_back import sign
from deploy.sandbox.rail.truth_table import Case
from services.disbursement.payouts.tables import ProviderCallbackRow
from services.kit.clock import SystemClock
from services.kit.identifiers import new_id
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.signed_clients import refused
from tests.integration.disbursement.rails.sandbox import SECRET

CALL = b'{"type":"transfer.settled","data":{}}'


def signed(body: bytes, *, age: timedelta = timedelta(), secret: str = SECRET) -> dict[str, str]:
    """The headers of an honest call of that age."""
    event_id = f"evt_{new_id().hex}"
    stamp = int((SystemClock().now() - age).timestamp())
    return {
        "content-type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(secret, event_id, stamp, body),
    }


def told(payee: Payee, **changed: object) -> bytes:
    """What the rail says of an order that settled."""
    told_of = {
        "key": payee.key,
        "reference": "SR-00000001",
        "status": "settled",
        "amount": {"amount": 3_000_000, "currency": "CNY"},
        "account": {"number": payee.number},
        "settled_on": "2026-11-23",
        "returned_on": None,
        "code": None,
        **changed,
    }
    return json.dumps({"type": f"transfer.{told_of['status']}", "data": told_of}).encode()


async def test_p6_a_hundred_calls_at_once_are_one_settlement(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.REPEATING)
    await street.drive(waiting)
    await street.until(waiting, "settled")
    await street.heard(waiting, "stale", 50)
    assert await street.booked(waiting) == ["reserved", "settled"]
    assert await street.count(waiting, "settle") == 1
    await books.agree()


async def test_p7_a_call_before_the_answer_is_taken_and_the_answer_changes_nothing(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.EARLY)
    await street.drive(waiting)
    row = await street.row(waiting)
    assert row.status == "settled"
    assert await street.count(waiting, "settle") == 1
    assert await street.attempts(waiting) == ["accepted"]
    assert await street.booked(waiting) == ["reserved", "settled"]
    await books.agree()


async def test_p8_a_call_that_is_behind_changes_nothing(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.DISORDERED)
    await street.until(waiting, "settled")
    await street.heard(waiting, "stale")
    assert (await street.row(waiting)).status == "settled"
    await books.agree()


async def test_p9_settled_after_failed_is_suspense_and_no_flip(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.FAILED_SETTLED)
    await street.drive(waiting)
    await street.heard(waiting, "conflict")
    assert (await street.row(waiting)).status == "failed"
    assert await street.alerts(waiting) == ["conflicting_answer"]
    assert await books.balance_of(waiting.key) == {"cash": -3_000_000, "suspense": 3_000_000}
    await books.agree()


async def test_p9_failed_after_settled_is_suspense_and_no_flip(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.SETTLED_FAILED)
    await street.drive(waiting)
    await street.heard(waiting, "conflict")
    assert (await street.row(waiting)).status == "settled"
    assert await street.alerts(waiting) == ["conflicting_answer"]
    assert await books.balance_of(waiting.key) == {"funded": 3_000_000, "suspense": -3_000_000}
    await books.agree()


async def test_p10_money_that_comes_back_days_later_is_taken_back(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.RETURNED)
    settled = await street.until(waiting, "settled")
    assert settled.settled_on is not None
    back_on = settled.settled_on + timedelta(days=3)
    await street.tell_day(back_on)
    row = await street.until(waiting, "returned")
    assert (row.returned_on, row.reason_code) == (back_on, "account_closed")
    assert await books.balance_of(waiting.key) == {}
    assert await street.alerts(waiting) == ["returned"]
    told_of = await street.column(
        "SELECT body->>'returned_on' FROM outbox WHERE aggregate_id = :id"
        " AND topic = 'payout.returned'",
        id=waiting.contract_id,
    )
    assert told_of == [back_on.isoformat()]
    await books.agree()


@pytest.mark.parametrize("case", [Case.WRONG_AMOUNT, Case.WRONG_CURRENCY, Case.WRONG_ACCOUNT])
async def test_p11_a_call_about_other_money_moves_nothing(
    case: Case, street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(case)
    await street.drive(waiting)
    await street.heard(waiting, "quarantine")
    assert (await street.row(waiting)).status == "submitted"
    assert await street.booked(waiting) == ["reserved"]
    assert await street.alerts(waiting) == ["callback_mismatch"]
    async with street.service.sessions() as session:
        statement = "SELECT event_id FROM provider_callbacks WHERE payout_id = :id"
        event_id = await street.scalar(statement, id=waiting.payout_id)
        kept = await session.get_one(ProviderCallbackRow, ("sandbox", event_id))
    assert kept.body_sealed is not None
    context = f"callback:sandbox:{event_id}"
    body = street.service.field_keys.ring.open(kept.body_sealed, context=context)
    assert json.loads(body)["data"]["key"] == waiting.key
    await books.agree()


async def test_p11_what_was_quarantined_is_found_out_by_looking_up(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.WRONG_AMOUNT)
    await street.drive(waiting)
    await street.heard(waiting, "quarantine")
    await street.let_time_pass(waiting)
    await street.until(waiting, "settled")
    await books.agree()


async def test_p12_a_call_for_nobodys_order_is_kept_and_invents_nothing(
    street: Street, payee: NewPayee, books: Books
) -> None:
    count = "SELECT count(*) FROM payout_alerts WHERE kind = 'unknown_reference'"
    before = await street.scalar(count)
    waiting = await payee(Case.STRANGER)
    payouts = await street.scalar("SELECT count(*) FROM payouts")
    await street.until(waiting, "settled")
    assert await street.scalar(count) == before + 1
    assert await street.scalar("SELECT count(*) FROM payouts") == payouts
    await books.agree()


async def test_p12_a_call_for_a_payout_that_was_not_sent_is_kept_for_a_person(
    street: Street, payee: NewPayee
) -> None:
    waiting = await payee()
    body = told(waiting)
    assert (await street.call(body, signed(body))).status_code == 200
    assert (await street.row(waiting)).status == "ready"
    assert await street.alerts(waiting) == ["callback_mismatch"]


@pytest.mark.parametrize("body", [b"{}", b"\xff\xfe", CALL])
async def test_an_authentic_call_nobody_can_read_is_kept(body: bytes, street: Street) -> None:
    headers = signed(body)
    assert (await street.call(body, headers)).status_code == 200
    assert (await street.call(body, headers)).status_code == 200
    statement = "SELECT judgement FROM provider_callbacks WHERE event_id = :id"
    assert await street.column(statement, id=headers["webhook-id"]) == ["unreadable"]


async def test_a_status_nobody_documented_is_kept(street: Street, payee: NewPayee) -> None:
    body = told(await payee(), status="half_done")
    headers = signed(body)
    assert (await street.call(body, headers)).status_code == 200
    statement = "SELECT judgement FROM provider_callbacks WHERE event_id = :id"
    assert await street.column(statement, id=headers["webhook-id"]) == ["unreadable"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook-signature": "v1," + base64.b64encode(b"x" * 32).decode()},
        {"webhook-signature": ""},
        {"webhook-id": "evt_other"},
        {"webhook-timestamp": "1"},
    ],
    ids=str,
)
async def test_p13_a_forgery_is_refused_and_leaves_nothing(
    wrong: dict[str, str], street: Street
) -> None:
    before = await street.scalar("SELECT count(*) FROM provider_callbacks")
    answer = await street.call(CALL, signed(CALL) | wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "callback_not_taken")
    assert await street.scalar("SELECT count(*) FROM provider_callbacks") == before


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize(
    "value",
    [
        *(b"", b"\xe9", b"v1,\xe9", b"v1,\xc3\xa9==", b"\xb9" * 10),
        *(b"9" * 12, b"0" * 40, b"v1, " * 40 + b"v1,"),
    ],
)
async def test_p13_whatever_bytes_a_header_has_it_is_refused(
    value: bytes, name: str, street: Street
) -> None:
    odd = {key.encode(): each.encode() for key, each in signed(CALL).items()}
    async with httpx.AsyncClient(trust_env=False) as caller:
        answer = await caller.post(
            street.callback_url, content=CALL, headers=odd | {name.encode(): value}
        )
    refused(answer, 400, "callback_not_taken")


async def test_p13_a_header_sent_twice_or_never_is_refused(street: Street) -> None:
    headers = signed(CALL)
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        without = {key: value for key, value in headers.items() if key != name}
        assert (await street.call(CALL, without)).status_code == 400


async def test_p13_a_replay_is_one_call_and_a_late_one_none(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.MOVED_SILENT)
    await street.drive(waiting)
    body = told(waiting)
    headers = signed(body)
    for _ in range(3):
        assert (await street.call(body, headers)).status_code == 200
    assert await street.count(waiting, "settle") == 1
    assert await street.count(waiting, "stale") == 0
    late = signed(body, age=timedelta(minutes=10))
    assert (await street.call(body, late)).status_code == 400
    other = "whsec_" + base64.b64encode(b"y" * 32).decode()
    assert (await street.call(body, signed(body, secret=other))).status_code == 400
    await street.until(waiting, "settled")
    await books.agree()


@pytest.mark.parametrize("day", ["2020-01-01", "2199-12-31"])
async def test_money_that_moved_on_a_day_it_cannot_have_is_left_to_a_look_up(
    day: str, street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.MOVED_SILENT)
    await street.drive(waiting)
    body = told(waiting, settled_on=day)
    assert (await street.call(body, signed(body))).status_code == 200
    assert await street.count(waiting, "quarantine") == 1
    assert await street.alerts(waiting) == ["callback_mismatch"]
    await street.let_time_pass(waiting)
    row = await street.until(waiting, "settled")
    assert row.settled_on == row.value_date
    await books.agree()


async def test_p10_money_that_is_to_come_back_one_day_is_not_back(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee()
    await street.until(waiting, "settled")
    body = told(waiting, status="returned", returned_on="2062-11-27")
    assert (await street.call(body, signed(body))).status_code == 200
    assert (await street.row(waiting)).status == "settled"
    assert await street.count(waiting, "quarantine") == 1
    assert await street.alerts(waiting) == ["callback_mismatch"]
    assert await street.booked(waiting) == ["reserved", "settled"]
    await books.agree()


async def test_a_rail_nobody_has_is_not_found(street: Street) -> None:
    street_of_another = street.callback_url.replace("sandbox", "other")
    other = replace(street, callback_url=street_of_another)
    assert (await other.call(CALL, signed(CALL))).status_code == 404
