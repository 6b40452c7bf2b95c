"""Half the commits of a life are cut short, before they are made or after; all ends well.

What is cut before the commit leaves no move and no event; what is cut after it has both, though
nobody heard of it. Whoever heard nothing does the same again: callers under the same key, relays
with the same message, the worker with the same case.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.kit.deliveries import DeliveryOutcome, Message
from services.kit.errors import DatabaseUnavailable
from services.kit.verification import verify
from tests.api.application.intake.applicant import path_of
from tests.api.signed_clients import expect
from tests.api.underwriting.officers import QUESTION
from tests.contracts.life import MEANS, UNTOLD, Life, drafted
from tests.contracts.messages import messages_of
from tests.contracts.pair import NAMES, Pair
from tests.contracts.saboteur import AFTER, BEFORE, Saboteur

TRIES_MAX = 100
TOLD = {
    "application": [
        "application.submitted", "application.accepted", "application.information_requested",
        "application.information_answered", "application.approved", "application.offer_accepted",
    ],
    "underwriting": ["case.started", "case.information_requested", "decision.approved"],
}  # fmt: skip


async def insists(post: Callable[..., Awaitable[httpx.Response]], *sent: Any, version: int) -> None:
    """Post the same under the same key until an answer comes back."""
    key = uuid4().hex
    for _ in range(TRIES_MAX):
        answer = await post(*sent, key=key, version=version)
        if not answer.is_server_error:
            expect(answer, 201)
            return
    raise AssertionError("it was never answered")


async def assessed(life: Life) -> None:
    """The worker's job is run again until it ends well."""
    for _ in range(TRIES_MAX):
        try:
            return await life.assessed()
        except DatabaseUnavailable:
            continue
    raise AssertionError("it never ended")


async def tell(life: Life) -> None:
    """Each relay tells everything from the beginning, each message until it is taken."""
    for name in NAMES:
        for message in await messages_of(life, name):
            await taken(life, name, message)


async def taken(life: Life, name: str, message: Message) -> None:
    """Tell one message until it is taken."""
    for _ in range(TRIES_MAX):
        delivery = await life.pair.destination(name).deliver(message)
        if delivery.outcome is DeliveryOutcome.DELIVERED:
            return
    raise AssertionError("it was never taken")


async def asked(life: Life) -> None:
    """The underwriter claims the case and asks about sales."""
    bench = await life.bench()
    post = bench.underwriter.post
    await insists(post, f"{bench.path}/claims", version=(await bench.read())["version"])
    version = (await bench.read())["version"]
    await insists(post, f"{bench.path}/information-requests", QUESTION, version=version)


async def answered(life: Life) -> None:
    """The borrower answers."""
    client = life.borrower.client
    path = path_of(life.application, "information-requests")
    (question,) = expect(await client.get(path), 200)["data"]
    sales = {"monthly_sales": MEANS["monthly_sales"]}
    answer = {"request_id": question["id"], "text": "每月约六万元", "financials": sales}
    version = (await life.now())["version"]
    path = path_of(life.application, "information-answers")
    await insists(client.post, path, answer, version=version)


@pytest.mark.parametrize("seed", range(4))
async def test_w6_f1_f2_whatever_commit_is_cut_short_each_move_has_its_one_event(
    pair: Pair, seed: int
) -> None:
    life = await drafted(pair, financials=UNTOLD)
    client, saboteur = life.borrower.client, Saboteur(seed)
    with saboteur.at_work(pair):
        path = path_of(life.application, "submissions")
        await insists(client.post, path, version=life.application["version"])
        await tell(life)
        await assessed(life)
        await asked(life)
        await tell(life)
        await answered(life)
        await tell(life)
        await assessed(life)
        await tell(life)
        offer = await life.offer()
        await insists(client.post, f"/v1/offers/{offer['id']}/acceptances", version=1)
    assert saboteur.cut[BEFORE] > 5
    assert saboteur.cut[AFTER] > 5

    assert {name: await life.topics(name) for name in NAMES} == TOLD
    assert (await life.now())["status"] == "offer_accepted"
    case_id, status = await life.case()
    assert status == "auto_approved"
    decisions = await pair.rows(
        "underwriting", "SELECT 1 FROM decisions WHERE case_id = :id", id=case_id
    )
    assert len(decisions) == 2
    for service in (pair.application, pair.underwriting):
        async with service.sessions() as session:
            assert await verify(session) == []
