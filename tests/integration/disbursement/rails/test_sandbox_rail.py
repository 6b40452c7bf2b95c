"""The sandbox rail as its callers meet it: over the adapter, beside its own truth."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from deploy.sandbox.rail.app import ORDER_MAX_BYTES, Pace
from deploy.sandbox.rail.calling_back import sign
from deploy.sandbox.rail.truth_table import Case
from services.disbursement.domain.transfers import RejectionCode, Transfer, TransferStatus
from services.disbursement.rails.protocol import (
    Accepted,
    Account,
    Ambiguous,
    Doubt,
    NotFound,
    NotSubmitted,
    Rejected,
    Verdict,
    Verified,
)
from services.disbursement.rails.sandbox import HttpRail
from tests.fixed_clock import FixedClock
from tests.integration.disbursement.rails.sandbox import (
    SECRET,
    VALUE_DATE,
    Listener,
    Truth,
    an_order,
    running_rail,
)
from tests.sandbox_accounts import magic_account, ordinary_account
from tests.serving import served

DEADLINE_S = 1.0
PACE = Pace(silent_s=2.0, late_s=30.0, retention_s=3_600.0)
PATIENCE_S = 10.0

IN_DOUBT = {
    Case.MOVED_SILENT: Doubt.TIMED_OUT,
    Case.LATE: Doubt.TIMED_OUT,
    Case.FORGETFUL: Doubt.TIMED_OUT,
    Case.FAILING: Doubt.SERVER_ERROR,
    Case.GARBLED: Doubt.UNREADABLE,
    Case.STRANGE: Doubt.UNKNOWN_STATUS,
    Case.OVERSIZE: Doubt.TOO_LARGE,
    Case.DRIPPING: Doubt.TIMED_OUT,
}


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return Truth(tmp_path / "rail.jsonl")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def address(truth: Truth, listener: Listener, clock: FixedClock) -> AsyncIterator[str]:
    async with (
        served(listener.app) as calls,
        running_rail(truth.file, f"{calls}/calls", clock, PACE) as address,
    ):
        yield address


@pytest.fixture
async def rail(address: str) -> AsyncIterator[HttpRail]:
    client = HttpRail(address, answer_timeout_s=DEADLINE_S)
    yield client
    await client.aclose()


async def until(is_so: Callable[[], bool]) -> None:
    """Return once it is so; fails the test when it does not come about."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 - the rail is another party; it has no event of ours
            await asyncio.sleep(0.01)


async def test_an_order_moves_once_and_is_called_back(
    rail: HttpRail, truth: Truth, listener: Listener
) -> None:
    order = an_order(ordinary_account())
    first = await rail.pay(order)
    again = await rail.pay(order)
    assert isinstance(first, Accepted)
    assert first.transfer.status is TransferStatus.PROCESSING
    assert isinstance(again, Accepted)
    assert again.transfer.status is TransferStatus.SETTLED
    assert again.transfer.settled_on == VALUE_DATE
    [moved] = truth.of("moved")
    assert (moved["key"], moved["amount"], moved["currency"]) == (order.key, 1_000_000, "CNY")
    await until(lambda: len(listener.calls) == 1)
    headers, call = listener.calls[0]
    assert call["type"] == "transfer.settled"
    assert call["data"]["key"] == order.key
    assert headers["webhook-signature"].startswith("v1,")


async def test_a_call_is_signed_over_id_time_and_body() -> None:
    signature = sign(SECRET, "evt_1", 1_700_000_000, b"{}")
    assert signature != sign(SECRET, "evt_2", 1_700_000_000, b"{}")
    assert signature != sign(SECRET, "evt_1", 1_700_000_001, b"{}")
    assert signature != sign(SECRET, "evt_1", 1_700_000_000, b"{} ")


@pytest.mark.parametrize("case", IN_DOUBT)
async def test_what_is_not_said_plainly_is_doubt_though_the_money_moved(
    case: Case, rail: HttpRail, truth: Truth
) -> None:
    order = an_order(magic_account(case))
    assert await rail.pay(order) == Ambiguous(IN_DOUBT[case])
    assert len(truth.of("moved", order.key)) == 1


@pytest.mark.parametrize("case", [Case.MOVED_SILENT, Case.FAILING, Case.GARBLED, Case.STRANGE])
async def test_doubt_is_settled_by_looking_up(case: Case, rail: HttpRail) -> None:
    order = an_order(magic_account(case))
    await rail.pay(order)
    found = await rail.look_up(order.key)
    assert isinstance(found, Transfer)
    assert (found.status, found.amount) == (TransferStatus.SETTLED, order.amount)


async def test_a_silent_rail_takes_the_second_order(rail: HttpRail, truth: Truth) -> None:
    order = an_order(magic_account(Case.SILENT))
    assert await rail.pay(order) == Ambiguous(Doubt.TIMED_OUT)
    assert await rail.look_up(order.key) == NotFound()
    assert truth.lines == []
    assert isinstance(await rail.pay(order), Accepted)
    assert len(truth.of("moved", order.key)) == 1


async def test_a_late_transfer_shows_after_a_while(rail: HttpRail, clock: FixedClock) -> None:
    order = an_order(magic_account(Case.LATE))
    await rail.pay(order)
    assert await rail.look_up(order.key) == NotFound()
    clock.advance(timedelta(seconds=PACE.late_s))
    assert isinstance(await rail.look_up(order.key), Transfer)


async def test_a_forgotten_key_would_pay_twice(
    rail: HttpRail, truth: Truth, clock: FixedClock
) -> None:
    """Why nothing may be sent again once the retention is over."""
    order = an_order(magic_account(Case.FORGETFUL))
    await rail.pay(order)
    await rail.pay(order)
    assert len(truth.of("moved", order.key)) == 1
    clock.advance(timedelta(seconds=PACE.retention_s + 1))
    await rail.pay(order)
    assert len(truth.of("moved", order.key)) == 2


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (Case.CLOSED, RejectionCode.ACCOUNT_CLOSED),
        (Case.MISNAMED, RejectionCode.NAME_MISMATCH),
    ],
)
async def test_a_documented_refusal_is_one(
    case: Case, code: RejectionCode, rail: HttpRail, truth: Truth
) -> None:
    assert await rail.pay(an_order(magic_account(case))) == Rejected(code)
    assert truth.lines == []


async def test_a_busy_rail_says_when_to_come_again(rail: HttpRail, truth: Truth) -> None:
    order = an_order(magic_account(Case.BUSY))
    assert await rail.pay(order) == NotSubmitted(1.0)
    assert await rail.pay(order) == NotSubmitted(1.0)
    assert isinstance(await rail.pay(order), Accepted)
    assert len(truth.of("moved")) == 1


async def test_money_comes_back_on_the_day_it_is_told(
    rail: HttpRail, truth: Truth, listener: Listener
) -> None:
    order = an_order(magic_account(Case.RETURNED))
    await rail.pay(order)
    assert await rail.tell_day(VALUE_DATE + timedelta(days=2))
    assert truth.of("returned") == []
    assert await rail.tell_day(VALUE_DATE + timedelta(days=3))
    [returned] = truth.of("returned")
    assert returned["key"] == order.key
    await until(lambda: len(listener.calls) == 2)
    assert {call["type"] for _, call in listener.calls} == {
        "transfer.settled",
        "transfer.returned",
    }


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        (ordinary_account(), Verdict.MATCHES),
        (magic_account(Case.MISNAMED), Verdict.NAME_MISMATCH),
        (magic_account(Case.CLOSED), Verdict.CLOSED),
    ],
)
async def test_an_account_is_verified(number: str, verdict: Verdict, rail: HttpRail) -> None:
    account = Account("102100099996", number, "王小明")
    assert await rail.verify_account(account) == Verified(verdict)


async def test_the_truth_outlives_the_process(
    truth: Truth, clock: FixedClock, listener: Listener
) -> None:
    order = an_order(ordinary_account())
    for _ in range(2):
        async with (
            served(listener.app) as calls,
            running_rail(truth.file, f"{calls}/calls", clock, PACE) as address,
        ):
            client = HttpRail(address)
            assert isinstance(await client.pay(order), Accepted)
            await client.aclose()
    assert len(truth.of("moved")) == 1


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("POST", "/v1/transfers", b"", 400),
        ("POST", "/v1/transfers", b'{"key": "1"}', 400),
        ("POST", "/v1/transfers", b" " * (ORDER_MAX_BYTES + 1), 413),
        ("POST", "/v1/account-checks", b"[]", 400),
        ("PUT", "/v1/clock", b'{"today": "soon"}', 400),
        ("GET", "/v1/transfers/pay_1", b"", 404),
        ("GET", "/readyz", b"", 200),
    ],
)
async def test_what_is_no_order_is_refused_and_not_written_down(
    method: str, path: str, sent: bytes, status: int, address: str, truth: Truth
) -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as caller:
        answer = await caller.request(method, path, content=sent)
    assert answer.status_code == status
    assert truth.lines == []
