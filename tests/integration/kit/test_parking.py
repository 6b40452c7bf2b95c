"""Giving up: bounded, counted before the call, for one aggregate alone, and undone by a person."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from prometheus_client import REGISTRY
from typing_extensions import override

from services.kit.context import Ask
from services.kit.deliveries import Delivery, Message
from services.kit.errors import NotFound, PreconditionFailed, TransitionNotAllowed
from services.kit.etags import IfMatch
from services.kit.idempotency import Once
from services.kit.identifiers import new_id
from services.kit.parked import views
from services.kit.parked.retry_delivery import retry_delivery
from services.kit.patience import Patience
from services.kit.relay import Relay
from services.kit.reply import Reply
from services.kit.verification import verify
from tests.fixed_clock import FixedClock
from tests.integration.kit.neighbours import DELIVERED, FAILED, REFUSED, Neighbour
from tests.integration.kit.notes import Notes, a_caller, a_note, change_note, let_back_off_pass

PATIENCE = Patience(attempts_max=5, refusals_max=3)


def relay_to(notes: Notes, *neighbours: Neighbour) -> Relay:
    return Relay(notes.sessions, neighbours, PATIENCE)


async def sweep_through(notes: Notes, relay: Relay, sweeps: int) -> None:
    """Sweep so many times, each after every back-off has passed."""
    for _ in range(sweeps):
        await relay.sweep()
        await let_back_off_pass(notes)


async def parked(notes: Notes) -> list[Any]:
    found = await notes.admin.fetch("SELECT * FROM notes.parked_deliveries ORDER BY created_at")
    return list(found)


async def retry(notes: Notes, delivery_id: UUID, version: int = 1, key: str = "") -> Reply:
    once = Once(
        "user:admin-1", "POST retries", key or uuid4().hex, b"asked", views.delivery_retried
    )
    ask = Ask(a_caller("admin-1"), FixedClock(), notes.sessions, IfMatch(version), once)
    return await retry_delivery(delivery_id, "the release of today takes it", ask)


def unless(stuck: UUID, answer: Delivery) -> Callable[[Message], Delivery]:
    """Give `answer` to the second message of one aggregate, and take all others."""

    def say(message: Message) -> Delivery:
        is_stuck = message.aggregate_id == stuck and message.sequence == 2
        return answer if is_stuck else DELIVERED

    return say


@pytest.mark.parametrize(("answer", "attempts"), [(REFUSED, 3), (FAILED, 5)])
async def test_a_message_nobody_takes_is_parked_after_its_attempts(
    notes: Notes, answer: Delivery, attempts: int
) -> None:
    note = await a_note(notes)
    neighbour = Neighbour(answer=lambda _: answer)
    await sweep_through(notes, relay_to(notes, neighbour), attempts + 3)
    assert len(neighbour.tried) == attempts
    (row,) = await parked(notes)
    assert (row["aggregate_id"], row["sequence"], row["topic"]) == (note, 1, "note.written")
    assert (row["status"], row["attempts"], row["version"]) == ("parked", attempts, 1)


async def test_a_parked_message_holds_its_own_aggregate_and_nobody_else(notes: Notes) -> None:
    stuck, other = await a_note(notes, changes=2), await a_note(notes, changes=1)
    neighbour = Neighbour(answer=unless(stuck, REFUSED))
    await sweep_through(notes, relay_to(notes, neighbour), 5)
    await change_note(notes, other, "changed_1")
    await change_note(notes, stuck, "changed_2")
    await sweep_through(notes, relay_to(notes, neighbour), 2)
    assert (neighbour.story(stuck), neighbour.story(other)) == ([1], [1, 2, 3])
    assert len(await parked(notes)) == 1


async def test_a_message_parked_for_one_is_told_to_others(notes: Notes) -> None:
    note = await a_note(notes, changes=1)
    ill, well = Neighbour("ill", answer=lambda _: REFUSED), Neighbour("well")
    await sweep_through(notes, relay_to(notes, ill, well), 5)
    assert (ill.story(note), well.story(note)) == ([], [1, 2])


async def test_a_wake_up_for_a_parked_message_ends(notes: Notes) -> None:
    note = await a_note(notes)
    (event,) = await notes.admin.fetch("SELECT outbox_id FROM notes.outbox")
    relay = relay_to(notes, Neighbour(answer=lambda _: REFUSED))
    waits = []
    for _ in range(4):
        waits.append(await relay.wake(event["outbox_id"]))
        await let_back_off_pass(notes)
    # The third refusal is followed by parking in the same turn: nothing is left to wake for.
    assert [wait_s is None for wait_s in waits] == [False, False, True, True]
    assert note == (await parked(notes))[0]["aggregate_id"]


async def test_an_attempt_is_written_down_before_the_call(notes: Notes) -> None:
    await a_note(notes)
    called, may_answer = asyncio.Event(), asyncio.Event()

    class Slow(Neighbour):
        @override
        async def deliver(self, message: Message) -> Delivery:
            called.set()
            await may_answer.wait()
            return await super().deliver(message)

    telling = asyncio.create_task(relay_to(notes, Slow()).sweep())
    await called.wait()
    begun, ended = await notes.count("delivery_attempts"), await notes.count("outbox_deliveries")
    may_answer.set()
    await telling
    assert (begun, ended) == (1, 0)
    assert await notes.count("outbox_deliveries") == 1


async def test_f1_a_message_that_kills_its_worker_is_counted_and_parked(notes: Notes) -> None:
    """A cancelled turn records nothing more, as a killed process would not."""
    deadly, other = await a_note(notes), await a_note(notes)
    called = asyncio.Event()

    class Killer(Neighbour):
        @override
        async def deliver(self, message: Message) -> Delivery:
            if message.aggregate_id == deadly:
                self.tried.append(message)
                called.set()
                await asyncio.Event().wait()
            return await super().deliver(message)

    killer = Killer()
    for _ in range(3):
        turn = asyncio.create_task(relay_to(notes, killer).sweep())
        await called.wait()
        turn.cancel()
        await asyncio.wait({turn})
        called.clear()
        await let_back_off_pass(notes)
    await sweep_through(notes, relay_to(notes, killer), 2)
    assert [message.aggregate_id for message in killer.tried].count(deadly) == 3
    assert killer.story(other) == [1]
    (row,) = await parked(notes)
    assert (row["aggregate_id"], row["attempts"]) == (deadly, 3)


async def test_a_retry_by_hand_delivers_it_and_what_waits_behind_it(notes: Notes) -> None:
    stuck = await a_note(notes, changes=2)
    neighbour = Neighbour(answer=unless(stuck, REFUSED))
    relay = relay_to(notes, neighbour)
    await sweep_through(notes, relay, 5)
    (row,) = await parked(notes)
    neighbour.answer = lambda _message: DELIVERED
    await sweep_through(notes, relay, 2)
    assert neighbour.story(stuck) == [1]  # it waits for a person, however well the neighbour is

    answer = await retry(notes, row["delivery_id"])
    assert (answer.status, answer.etag) == (201, '"2"')
    await relay.sweep()  # at once, without a back-off; the job that was enqueued is not needed
    assert neighbour.story(stuck) == [1, 2, 3]
    (row,) = await parked(notes)
    assert (row["status"], row["version"], row["attempts"]) == ("delivered", 3, 4)


async def test_what_follows_a_retried_message_is_found_however_late(notes: Notes) -> None:
    """Other stories went on meanwhile, and no sweep looks so far back but for this one."""
    stuck = await a_note(notes, changes=2)
    neighbour = Neighbour(answer=unless(stuck, REFUSED))
    relay = relay_to(notes, neighbour)
    await sweep_through(notes, relay, 5)
    await a_note(notes)
    await relay.sweep()
    (row,) = await parked(notes)

    def take_the_second_alone(message: Message) -> Delivery:
        is_third = message.aggregate_id == stuck and message.sequence == 3
        return FAILED if is_third else DELIVERED

    neighbour.answer = take_the_second_alone
    await retry(notes, row["delivery_id"])
    await notes.admin.execute("DELETE FROM notes.pgqueuer")
    await sweep_through(notes, relay, 1)
    assert neighbour.story(stuck) == [1, 2]
    neighbour.answer = lambda _message: DELIVERED
    await sweep_through(notes, relay, 1)
    assert neighbour.story(stuck) == [1, 2, 3]


async def test_a_retried_message_has_all_its_attempts_again_and_is_parked_again(
    notes: Notes,
) -> None:
    await a_note(notes)
    neighbour = Neighbour(answer=lambda _: REFUSED)
    relay = relay_to(notes, neighbour)
    await sweep_through(notes, relay, 5)
    (first,) = await parked(notes)
    await retry(notes, first["delivery_id"])
    await sweep_through(notes, relay, 5)
    assert len(neighbour.tried) == 6
    (second,) = await parked(notes)
    assert second["delivery_id"] == first["delivery_id"]
    assert (second["status"], second["version"], second["attempts"]) == ("parked", 3, 6)
    await retry(notes, first["delivery_id"], version=3)


async def test_a_retry_is_audited_with_its_reason(notes: Notes) -> None:
    await a_note(notes)
    await sweep_through(notes, relay_to(notes, Neighbour(answer=lambda _: REFUSED)), 5)
    (row,) = await parked(notes)
    await retry(notes, row["delivery_id"])
    entries = await notes.admin.fetch(
        "SELECT action, actor, acting_service, reason FROM notes.audit"
        " WHERE aggregate_id = $1 ORDER BY seq",
        row["delivery_id"],
    )
    assert [tuple(entry) for entry in entries] == [
        ("delivery.parked", "system:relay", "svc:notes", None),
        ("delivery.retried", "admin-1", "svc:gateway", "the release of today takes it"),
    ]
    async with notes.sessions() as session:
        assert await verify(session) == []


async def test_a_retry_under_one_key_is_one_retry(notes: Notes) -> None:
    await a_note(notes)
    await sweep_through(notes, relay_to(notes, Neighbour(answer=lambda _: REFUSED)), 5)
    (row,) = await parked(notes)
    first = await retry(notes, row["delivery_id"], key="once")
    again = await retry(notes, row["delivery_id"], key="once")
    assert (again.body, again.replayed) == (first.body, True)
    with pytest.raises(PreconditionFailed):
        await retry(notes, row["delivery_id"])
    with pytest.raises(TransitionNotAllowed):
        await retry(notes, row["delivery_id"], version=2)
    with pytest.raises(NotFound):
        await retry(notes, new_id())


async def test_two_people_who_retry_at_once_are_one_retry(notes: Notes) -> None:
    await a_note(notes)
    await sweep_through(notes, relay_to(notes, Neighbour(answer=lambda _: REFUSED)), 5)
    (row,) = await parked(notes)
    answers = await asyncio.gather(
        *(retry(notes, row["delivery_id"]) for _ in range(8)), return_exceptions=True
    )
    won = [answer for answer in answers if isinstance(answer, Reply)]
    assert len(won) == 1
    assert {type(answer) for answer in answers if answer is not won[0]} == {PreconditionFailed}


async def test_measures_show_what_waits_and_what_is_parked(notes: Notes) -> None:
    async def measured(relay: Relay) -> tuple[float, float]:
        await relay.measure()
        labels = {"service": "notes", "destination": "measured"}
        oldest_s = REGISTRY.get_sample_value("delivery_oldest_untold_seconds", labels)
        count = REGISTRY.get_sample_value("deliveries_parked", labels)
        assert oldest_s is not None
        assert count is not None
        return oldest_s, count

    neighbour = Neighbour("measured", answer=lambda _: REFUSED)
    relay = relay_to(notes, neighbour)
    assert await measured(relay) == (0, 0)
    await a_note(notes)
    await notes.admin.execute("UPDATE notes.outbox SET created_at = now() - interval '1 hour'")
    oldest_s, count = await measured(relay)
    assert 3600 <= oldest_s < 3700
    assert count == 0
    await sweep_through(notes, relay, 5)
    assert await measured(relay) == (0, 1)
