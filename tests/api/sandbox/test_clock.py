"""The deployment's clock is moved forward, closes every day in every service, and says so."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from gateway.settings import SERVICES
from services.kit.clock import SandboxClock, SystemClock
from services.kit.sandbox.follower import ClockFollower
from services.kit.sandbox.move_clock import move_clock
from tests.api.gateway.stand import standing
from tests.api.sandbox.deployment import PATH, Deployment, deployed
from tests.postgres_run import Addresses
from tests.raw_http import RawAnswer, ask

DAY = timedelta(days=1)


def move(**wanted: Any) -> bytes:
    return json.dumps(wanted).encode()


def states(answer: RawAnswer) -> dict[str, str]:
    return {each["service"]: each["state"] for each in answer.json()["services"]}


async def test_a_move_is_taken_by_all_and_done_when_each_has_closed_the_days(
    sandbox: Deployment,
) -> None:
    today = SystemClock().today()
    target = today + 2 * DAY
    taken = await sandbox.ask("POST", move(business_date=target.isoformat()))
    assert (taken.status, taken.headers["location"]) == (202, PATH)
    assert taken.json()["state"] == "closing"
    assert taken.json()["business_date"] == today.isoformat()
    assert taken.json()["target_date"] == target.isoformat()
    assert states(taken) == dict.fromkeys(SERVICES, "closing")

    await sandbox.close_days("application", "underwriting")
    halfway = await sandbox.ask("GET")
    assert (halfway.status, halfway.json()["state"]) == (200, "closing")
    assert states(halfway) == {
        "application": "done",
        "underwriting": "done",
        "disbursement": "closing",
        "repayment": "closing",
    }
    assert halfway.json()["business_date"] == today.isoformat()

    await sandbox.close_days()
    done = (await sandbox.ask("GET")).json()
    assert (done["state"], done["business_date"]) == ("done", target.isoformat())
    for each in done["services"]:
        assert each["business_date"] == target.isoformat()
        assert each["closed_on"] == (target - DAY).isoformat()


async def test_a_service_acts_on_the_day_it_stands_on(sandbox: Deployment) -> None:
    for _ in range(2):
        assert (await sandbox.ask("POST", move(advance_days=40))).status == 202
    await sandbox.close_days()
    question = json.dumps(
        {
            "principal": {"amount": 10_000_000, "currency": "CNY"},
            "annual_rate": "12",
            "terms": {"method": "level_instalment", "instalments": 12},
        }
    ).encode()
    quote = await sandbox.stand.ask(
        "POST", "/v1/quotes", [("Content-Type", "application/json")], question, token=""
    )
    assert quote.status == 200, quote.body
    later = SystemClock().today() + 80 * DAY
    assert later.isoformat() in quote.body.decode()


async def test_days_to_advance_count_from_where_it_is_sent_and_a_day_is_safe_to_repeat(
    sandbox: Deployment,
) -> None:
    today = SystemClock().today()
    await sandbox.ask("POST", move(advance_days=1))
    taken = await sandbox.ask("POST", move(advance_days=2))
    assert taken.json()["target_date"] == (today + 3 * DAY).isoformat()
    again = await sandbox.ask("POST", move(business_date=(today + 3 * DAY).isoformat()))
    assert (again.status, again.json()["target_date"]) == (202, taken.json()["target_date"])


async def test_it_is_never_set_back_and_never_sent_too_far(sandbox: Deployment) -> None:
    today = SystemClock().today()
    assert (await sandbox.ask("POST", move(advance_days=2))).status == 202
    back = await sandbox.ask("POST", move(business_date=(today + DAY).isoformat()))
    assert (back.status, back.code) == (409, "clock_only_moves_forward")
    far = await sandbox.ask("POST", move(business_date=(today + 403 * DAY).isoformat()))
    assert (far.status, far.code) == (422, "validation_failed")
    assert far.json()["errors"][0]["pointer"] == "/business_date"
    assert (await sandbox.ask("GET")).json()["target_date"] == (today + 2 * DAY).isoformat()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{}", 422, "validation_failed"),
        (b'{"business_date":"2027-01-31","advance_days":1}', 422, "validation_failed"),
        (b'{"advance_days":0}', 422, "validation_failed"),
        (b'{"advance_days":401}', 422, "validation_failed"),
        (b'{"advance_days":"1"}', 422, "validation_failed"),
        (b'{"advance_days":1,"why":"x"}', 422, "validation_failed"),
        (b'{"advance_days":1,"advance_days":2}', 400, "unreadable_request"),
        (b"", 415, "unsupported_media_type"),
    ],
)
async def test_what_is_no_move_is_refused(
    still: Deployment, body: bytes, status: int, code: str
) -> None:
    refused = await still.ask("POST", body)
    assert (refused.status, refused.code) == (status, code)


async def test_a_service_that_a_move_did_not_reach_is_told_by_the_next(
    sandbox: Deployment,
) -> None:
    await move_clock(3, sandbox.sessions("repayment"))
    await sandbox.close_days()
    torn = await sandbox.ask("GET")
    assert torn.json()["state"] == "closing"
    assert states(torn) == dict.fromkeys(SERVICES, "closing") | {"repayment": "done"}
    target = (SystemClock().today() + 3 * DAY).isoformat()
    assert (await sandbox.ask("POST", move(business_date=target))).status == 202
    await sandbox.close_days()
    assert (await sandbox.ask("GET")).json()["state"] == "done"


async def test_moves_that_cross_end_on_the_later_day(sandbox: Deployment) -> None:
    answers = await asyncio.gather(
        *(sandbox.ask("POST", move(advance_days=days)) for days in (9, 5, 7))
    )
    for answer in answers:
        assert answer.status == 202 or answer.code == "clock_only_moves_forward"
    await sandbox.close_days()
    clock = (await sandbox.ask("GET")).json()
    assert clock["state"] == "done"
    assert clock["business_date"] >= (SystemClock().today() + 9 * DAY).isoformat()


async def test_an_answer_that_is_no_clock_is_a_bad_gateway(tmp_path: Path) -> None:
    async with standing(tmp_path, sandbox=True) as stand:
        token = stand.token(roles=["admin"], scope="sandbox:clock")
        refused = await stand.ask("GET", PATH, token=token)
    assert (refused.status, refused.code) == (502, "bad_gateway")


@pytest.mark.parametrize("role", ["borrower", "trainee", "loan_officer"])
async def test_only_trainers_and_admins_touch_it(still: Deployment, role: str) -> None:
    assert (await still.ask("GET", roles=["admin"])).status == 200
    for method, body in (("GET", b""), ("POST", move(advance_days=1))):
        refused = await still.ask(method, body, roles=[role])
        assert (refused.status, refused.code) == (403, "forbidden")
    anonymous = await still.stand.ask("GET", PATH, token="")
    assert (anonymous.status, anonymous.code) == (401, "token_required")


async def test_the_reference_shows_it_in_a_sandbox(still: Deployment) -> None:
    document = (await ask(still.stand.address, "GET", "/openapi.json")).json()
    assert set(document["paths"][PATH]) >= {"get", "post"}
    assert document["paths"][PATH]["post"]["x-sandbox"] is True
    assert "/internal/v1/sandbox/clock" not in document["paths"]
    validate(document)
    head = await still.ask("HEAD")
    assert (head.status, head.body) == (200, b"")


async def test_a_service_away_is_said_so_and_nobody_is_sent(
    own_database: Addresses, tmp_path: Path
) -> None:
    async with deployed(own_database, tmp_path, absent=["repayment"]) as running:
        refused = await running.ask("POST", move(advance_days=1))
    assert (refused.status, refused.code) == (503, "neighbour_unavailable")
    assert refused.json()["retryable"] is True


async def test_outside_a_sandbox_there_is_no_such_thing(
    own_database: Addresses, tmp_path: Path
) -> None:
    async with deployed(own_database, tmp_path, is_sandbox=False) as running:
        for method, body in (("GET", b""), ("POST", move(advance_days=1))):
            assert (await running.ask(method, body)).status == 404
        document = (await ask(running.stand.address, "GET", "/openapi.json")).json()
        assert not [path for path in document["paths"] if "sandbox" in path]
        for ground in running.grounds.values():
            assert isinstance(ground.resources.clock, SystemClock)
            follower = ClockFollower(ground.resources.sessions, SandboxClock())
            assert (await follower.follow()).target_ahead_days == 0
