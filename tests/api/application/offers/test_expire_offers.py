"""expire_offers: by the business date, once, and against every other hand exactly one wins."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.application.offers.use_cases.expire_offers import expire_offers
from services.kit.errors import TransitionNotAllowed
from services.kit.identifiers import uuid_of
from tests.api.application.intake.applicant import Applicant, Json, a_borrower, move, path_of
from tests.api.application.intake.ledgers import audit_rows, topics_of
from tests.api.application.underwriter import OFFER_DAYS, with_offer
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.fixed_clock import FixedClock

ROUNDS = 10


def tomorrow_of(service: RunningApp, days: int = OFFER_DAYS + 1) -> FixedClock:
    """The worker's own clock, on another day than the API's."""
    clock = FixedClock(service.clock.now())
    clock.advance(timedelta(days=days))
    return clock


async def status_of(borrower: Applicant, application: Json) -> str:
    return str(expect(await borrower.client.get(path_of(application)), 200)["status"])


async def test_an_offer_lapses_the_day_after_its_last(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    await expire_offers(service.sessions, tomorrow_of(service, OFFER_DAYS))
    assert await status_of(borrower, application) == "approved"
    await expire_offers(service.sessions, tomorrow_of(service))
    assert await status_of(borrower, application) == "offer_expired"
    shown = expect(await borrower.client.get(f"/v1/offers/{offer['id']}"), 200)
    assert (shown["status"], shown["version"]) == ("expired", 2)
    assert (await topics_of(service, application))[-1] == "application.offer_expired"
    last = (await audit_rows(service, application))[-1]
    assert (last.action, last.actor, last.acting_service) == (
        "application.offer_expired", "system:offer_expiry", "svc:application",
    )  # fmt: skip
    timeline = expect(await borrower.client.get(path_of(application, "timeline"), limit=100), 200)
    assert timeline["data"][-1]["actor"] == "system"
    path = f"/v1/offers/{offer['id']}/acceptances"
    refused(await borrower.client.post(path, version=2), 409, "offer_expired")


async def test_whoever_let_an_offer_lapse_may_apply_again(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, _ = await with_offer(borrower, neighbour)
    refused(await borrower.begin(), 409, "open_application_exists")
    await expire_offers(service.sessions, tomorrow_of(service))
    assert await status_of(borrower, application) == "offer_expired"
    expect(await borrower.begin(), 201)


async def test_c8_many_rounds_at_once_let_it_lapse_once(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, _ = await with_offer(borrower, neighbour)
    clock = tomorrow_of(service)
    await asyncio.gather(*(expire_offers(service.sessions, clock) for _ in range(8)))
    assert (await topics_of(service, application)).count("application.offer_expired") == 1
    assert await expire_offers(service.sessions, clock) == 0


async def test_an_offer_that_cannot_lapse_holds_back_no_other(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    """One application is where no offer should be open; the round goes on past it, and says so."""
    wrong, right = [await a_borrower(service, client_for) for _ in range(2)]
    broken, _, _ = await with_offer(wrong, neighbour)
    sound, _, _ = await with_offer(right, neighbour)
    values = {"id": uuid_of("app", broken["id"])}
    async with service.sessions.begin() as session:
        await session.execute(
            text("UPDATE applications SET status = 'declined' WHERE application_id = :id"), values
        )
    with pytest.raises(TransitionNotAllowed):
        await expire_offers(service.sessions, tomorrow_of(service))
    assert await status_of(right, sound) == "offer_expired"
    assert await status_of(wrong, broken) == "declined"
    async with service.sessions.begin() as session:
        await session.execute(
            text("UPDATE applications SET status = 'approved' WHERE application_id = :id"), values
        )
    await expire_offers(service.sessions, tomorrow_of(service))
    assert await status_of(wrong, broken) == "offer_expired"


Hand = Callable[[], Awaitable[Any]]


@pytest.mark.parametrize("rival", ["expire", "withdraw"])
async def test_c8_accept_against_another_hand_has_one_winner(
    service: RunningApp, client_for: ClientFor, neighbour: Client, rival: str
) -> None:
    winners: Counter[str] = Counter()
    for turn in range(ROUNDS):
        borrower = await a_borrower(service, client_for)
        application, _, offer = await with_offer(borrower, neighbour)
        clock = tomorrow_of(service)
        gate = asyncio.Event()

        async def accept(borrower: Applicant = borrower, offer: Json = offer) -> Any:
            path = f"/v1/offers/{offer['id']}/acceptances"
            return await borrower.client.post(path, version=1)

        async def expire(clock: FixedClock = clock) -> Any:
            return await expire_offers(service.sessions, clock)

        async def withdraw(borrower: Applicant = borrower, application: Json = application) -> Any:
            return await move(borrower.client, application, "withdrawals", {})

        async def at_once(hand: Hand, gate: asyncio.Event = gate) -> Any:
            await gate.wait()
            return await hand()

        hands: list[Hand] = [accept, expire if rival == "expire" else withdraw]
        racing = [asyncio.create_task(at_once(hand)) for hand in hands[:: 1 if turn % 2 else -1]]
        gate.set()
        await asyncio.gather(*racing)
        accepted = racing[0 if turn % 2 else 1].result()

        status = await status_of(borrower, application)
        winners[status] += 1
        assert (accepted.status_code == 201) == (status == "offer_accepted")
        if accepted.status_code != 201:
            assert accepted.json()["code"] in {"version_changed", "offer_expired"}
        after_approval = (await topics_of(service, application))[3:]
        assert after_approval == [f"application.{status}"]
        shown = expect(await borrower.client.get(f"/v1/offers/{offer['id']}"), 200)
        assert shown["status"] == status.removeprefix("offer_")
        assert shown["version"] == 2
    assert set(winners) <= {"offer_accepted", "offer_expired", "withdrawn"}
