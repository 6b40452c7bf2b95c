"""Whatever a rail answers, only what is documented, and about our own order, is believed."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.disbursement.domain.transfers import RejectionCode
from services.disbursement.rails.protocol import (
    Accepted,
    Account,
    Ambiguous,
    Doubt,
    NotSubmitted,
    PaymentOrder,
    Rejected,
)
from services.disbursement.rails.sandbox import ANSWER_MAX_BYTES, HttpRail
from tests.integration.disbursement.rails.sandbox import VALUE_DATE, an_order
from tests.roads import Road, Trouble
from tests.sandbox_accounts import ordinary_account
from tests.serving import free_socket, served

Answer = Callable[[PaymentOrder], Response]


class _OddRail:
    """A server that answers whatever the test says."""

    def __init__(self) -> None:
        self.answer: Response = Response()
        self.asked: list[Any] = []
        self.app = Starlette(
            routes=[Route("/{path:path}", self._any, methods=["GET", "POST", "PUT"])]
        )

    async def _any(self, request: Request) -> Response:
        self.asked.append(await request.body())
        return self.answer


@pytest.fixture
def odd() -> _OddRail:
    return _OddRail()


@pytest.fixture
async def rail(odd: _OddRail) -> AsyncIterator[HttpRail]:
    async with served(odd.app) as address:
        client = HttpRail(address, answer_timeout_s=0.5)
        yield client
        await client.aclose()


@pytest.fixture
def order() -> PaymentOrder:
    return an_order(ordinary_account())


def told(order: PaymentOrder, **changed: Any) -> dict[str, Any]:
    """What an honest rail says of an order."""
    return {
        "key": order.key,
        "reference": "SR-00000001",
        "status": "settled",
        "amount": {"amount": order.amount.amount_minor, "currency": order.amount.currency},
        "account": {"number": order.account.number},
        "settled_on": "2026-11-27",
        "returned_on": None,
        "code": None,
        **changed,
    }


def _json(document: object, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(document), status, headers, media_type="application/json")


def _changed(**changed: Any) -> Answer:
    return lambda order: _json(told(order, **changed))


DOUBTFUL: dict[str, tuple[Answer, Doubt]] = {
    "nothing": (lambda _: Response(b""), Doubt.UNREADABLE),
    "no JSON": (lambda _: Response(b"<html>out of order</html>"), Doubt.UNREADABLE),
    "half": (lambda order: Response(json.dumps(told(order))[:80]), Doubt.UNREADABLE),
    "a list": (lambda order: _json([told(order)]), Doubt.UNREADABLE),
    "a member nobody knows": (_changed(colour="red"), Doubt.UNREADABLE),
    "an amount in text": (_changed(amount={"amount": "1", "currency": "CNY"}), Doubt.UNREADABLE),
    "an unknown status": (_changed(status="half_done"), Doubt.UNKNOWN_STATUS),
    "another key": (_changed(key="pay_other"), Doubt.NOT_OURS),
    "another amount": (_changed(amount={"amount": 1, "currency": "CNY"}), Doubt.NOT_OURS),
    "another account": (_changed(account={"number": "6222000000000000000"}), Doubt.NOT_OURS),
    "too much": (lambda o: _json(told(o) | {"x": "x" * ANSWER_MAX_BYTES}), Doubt.TOO_LARGE),
    "elsewhere": (lambda _: RedirectResponse("/v1/other"), Doubt.SERVER_ERROR),
    "a failure": (lambda order: _json(told(order), 500), Doubt.SERVER_ERROR),
    "a bad gateway": (lambda _: Response(b"", 502), Doubt.SERVER_ERROR),
    "not found": (lambda _: _json({"error": "not_found"}, 404), Doubt.SERVER_ERROR),
    "an undocumented refusal": (
        lambda order: _json({"error": "full_moon", "key": order.key}, 422),
        Doubt.NOT_OURS,
    ),
    "a refusal of another order": (
        lambda _: _json({"error": "account_closed", "key": "pay_other"}, 422),
        Doubt.NOT_OURS,
    ),
    "a refusal that names no order": (
        lambda _: _json({"error": "account_closed"}, 422),
        Doubt.NOT_OURS,
    ),
    "a refusal nobody can read": (lambda _: Response(b"no", 422), Doubt.UNREADABLE),
}


@pytest.mark.parametrize(("answer", "doubt"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
async def test_p5_whatever_is_not_documented_is_doubt(
    answer: Answer, doubt: Doubt, odd: _OddRail, rail: HttpRail, order: PaymentOrder
) -> None:
    odd.answer = answer(order)
    assert await rail.pay(order) == Ambiguous(doubt)


async def test_an_honest_answer_is_believed(
    odd: _OddRail, rail: HttpRail, order: PaymentOrder
) -> None:
    odd.answer = _json(told(order))
    outcome = await rail.pay(order)
    assert isinstance(outcome, Accepted)
    assert (outcome.transfer.reference, outcome.transfer.settled_on) == ("SR-00000001", VALUE_DATE)


async def test_an_explicit_refusal_is_believed(
    odd: _OddRail, rail: HttpRail, order: PaymentOrder
) -> None:
    odd.answer = _json({"error": "account_frozen", "key": order.key}, 422)
    assert await rail.pay(order) == Rejected(RejectionCode.ACCOUNT_FROZEN)


@pytest.mark.parametrize(
    ("retry_after", "wait_s"),
    [("7", 7.0), ("0", 1.0), ("99999", 3_600.0), ("Fri, 27 Nov 2026 00:00:00 GMT", 5.0)],
)
async def test_p14_too_many_requests_is_no_doubt_and_its_wait_is_kept(
    retry_after: str, wait_s: float, odd: _OddRail, rail: HttpRail, order: PaymentOrder
) -> None:
    headers = {"Retry-After": retry_after}
    odd.answer = Response(b"", 429, headers)
    assert await rail.pay(order) == NotSubmitted(wait_s)


@pytest.mark.parametrize(
    "trouble",
    [Trouble.REQUEST_LOST, Trouble.ANSWER_LOST, Trouble.ANSWER_CUT, Trouble.HALF_CLOSED],
)
async def test_p5_an_order_that_was_cut_off_may_have_arrived(
    trouble: Trouble, odd: _OddRail, order: PaymentOrder
) -> None:
    odd.answer = _json(told(order))
    async with served(odd.app) as address, Road(address) as road, road.suffering(trouble):
        client = HttpRail(road.address)
        assert await client.pay(order) == Ambiguous(Doubt.CONNECTION_LOST)
        await client.aclose()
    assert len(odd.asked) == (trouble is not Trouble.REQUEST_LOST)


async def test_p5_neither_did_one_provably_stay_here_whose_connection_was_made_before(
    odd: _OddRail, order: PaymentOrder
) -> None:
    odd.answer = _json(told(order))
    async with served(odd.app) as address, Road(address) as road:
        client = HttpRail(road.address)
        assert isinstance(await client.pay(order), Accepted)
        async with road.suffering(Trouble.ANSWER_LOST):
            assert await client.pay(order) == Ambiguous(Doubt.CONNECTION_LOST)
        await client.aclose()


async def test_a_rail_nobody_listens_for_was_sent_nothing(order: PaymentOrder) -> None:
    listener = free_socket()
    client = HttpRail(f"http://127.0.0.1:{listener.getsockname()[1]}")
    assert isinstance(await client.pay(order), NotSubmitted)
    assert isinstance(await client.look_up(order.key), NotSubmitted)
    assert isinstance(await client.verify_account(order.account), NotSubmitted)
    assert not await client.tell_day(VALUE_DATE)
    await client.aclose()
    listener.close()


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        (Response(b"gone", 404), Doubt.UNREADABLE),
        (_json({"error": "nobody_home"}, 404), Doubt.UNREADABLE),
        (_json({}, 500), Doubt.SERVER_ERROR),
        (_json({}), Doubt.UNREADABLE),
        (_json(told(an_order(ordinary_account()))), Doubt.NOT_OURS),
    ],
)
async def test_a_look_up_that_is_not_plain_proves_nothing(
    answer: Response, doubt: Doubt, odd: _OddRail, rail: HttpRail, order: PaymentOrder
) -> None:
    odd.answer = answer
    assert await rail.look_up(order.key) == Ambiguous(doubt)


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        (_json({"verdict": "perhaps"}), Doubt.UNREADABLE),
        (_json({"verdict": "matches"}, 500), Doubt.SERVER_ERROR),
    ],
)
async def test_an_account_check_that_is_not_plain_proves_nothing(
    answer: Response, doubt: Doubt, odd: _OddRail, rail: HttpRail
) -> None:
    odd.answer = answer
    account = Account("102100099996", ordinary_account(), "王小明")
    assert await rail.verify_account(account) == Ambiguous(doubt)
