"""The relay: each story in order, one teller at a time, failures held apart, nothing lost."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from typing_extensions import override

from services.kit import telemetry
from services.kit.database import Sessions, make_engine, make_sessions
from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.errors import Unavailable
from services.kit.relay import BUSY_RETRY_S, Relay
from tests.conftest import PoolSizes
from tests.integration.kit.neighbours import DELIVERED, Neighbour
from tests.integration.kit.notes import Notes, a_note, change_note, late_note, let_back_off_pass


@pytest.fixture
async def elsewhere(notes: Notes) -> AsyncIterator[Sessions]:
    """Sessions of another process: none of its connections is one of ours."""
    engine = make_engine(notes.url, schema="notes", settings=PoolSizes())
    yield make_sessions(engine)
    await engine.dispose()


async def events_of(notes: Notes, aggregate_id: UUID) -> list[UUID]:
    rows = await notes.admin.fetch(
        "SELECT outbox_id FROM notes.outbox WHERE aggregate_id = $1 ORDER BY sequence", aggregate_id
    )
    return [row["outbox_id"] for row in rows]


async def test_a_wake_up_tells_an_aggregate_from_its_lowest_event_on(notes: Notes) -> None:
    note = await a_note(notes, changes=2)
    neighbour = Neighbour()
    last = (await events_of(notes, note))[-1]
    assert await Relay(notes.sessions, [neighbour]).wake(last) is None
    assert neighbour.story(note) == [1, 2, 3]
    assert [message.after for message in neighbour.taken] == [0, 1, 2]


async def test_a_message_carries_the_request_and_trace_of_its_event(notes: Notes) -> None:
    note = await a_note(notes)
    seen: list[telemetry.RequestContext] = []

    def look(_message: Message) -> Delivery:
        seen.append(telemetry.current())
        return DELIVERED

    neighbour = Neighbour(answer=look)
    await Relay(notes.sessions, [neighbour]).sweep()
    event = await notes.admin.fetchrow("SELECT * FROM notes.outbox")
    (message,) = neighbour.taken
    assert (message.outbox_id, message.aggregate_id) == (event["outbox_id"], note)
    assert (message.topic, message.body) == ("note.written", {"status": "written"})
    assert seen[0].request_id == event["request_id"]
    assert seen[0].trace_id == event["traceparent"].split("-")[1]


async def test_what_was_delivered_is_not_sent_again(notes: Notes) -> None:
    note = await a_note(notes)
    neighbour = Neighbour()
    relay = Relay(notes.sessions, [neighbour])
    await relay.sweep()
    await relay.wake((await events_of(notes, note))[0])
    await relay.sweep()
    await Relay(notes.sessions, [neighbour]).sweep()
    assert len(neighbour.tried) == 1


async def test_each_attempt_is_recorded_with_its_outcome(notes: Notes) -> None:
    await a_note(notes)
    answers = iter(
        (
            Delivery(DeliveryOutcome.FAILED, 503, "x" * 10_000),
            Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed"),
            DELIVERED,
        )
    )
    relay = Relay(notes.sessions, [Neighbour(answer=lambda _: next(answers))])
    for _ in range(3):
        await relay.sweep()
        await let_back_off_pass(notes)
    rows = await notes.admin.fetch("SELECT * FROM notes.outbox_deliveries ORDER BY attempt")
    assert [(row["attempt"], row["outcome"], row["status"]) for row in rows] == [
        (1, "failed", 503),
        (2, "refused", 422),
        (3, "delivered", 200),
    ]
    assert [len(row["detail"]) for row in rows] == [500, len("validation_failed"), 0]


@pytest.mark.parametrize("error", [RuntimeError("secret"), Unavailable(), TimeoutError()])
async def test_an_exception_is_a_failed_attempt_and_its_words_are_not_kept(
    notes: Notes, error: Exception
) -> None:
    await a_note(notes)

    def fail(_message: Message) -> Delivery:
        raise error

    await Relay(notes.sessions, [Neighbour(answer=fail)]).sweep()
    row = await notes.admin.fetchrow("SELECT * FROM notes.outbox_deliveries")
    expected = error.code if isinstance(error, Unavailable) else type(error).__name__
    assert (row["outcome"], row["detail"]) == ("failed", expected)


async def test_a_failure_holds_its_own_aggregate_and_nobody_else(notes: Notes) -> None:
    stuck, other = await a_note(notes, changes=2), await a_note(notes, changes=1)

    def refuse(message: Message) -> Delivery:
        is_stuck = message.aggregate_id == stuck and message.sequence == 2
        return Delivery(DeliveryOutcome.FAILED, 503) if is_stuck else DELIVERED

    neighbour = Neighbour(answer=refuse)
    relay = Relay(notes.sessions, [neighbour])
    await relay.sweep()
    assert (neighbour.story(stuck), neighbour.story(other)) == ([1], [1, 2])
    neighbour.answer = lambda _message: DELIVERED
    await relay.sweep()
    assert neighbour.story(stuck) == [1]  # its back-off has not passed
    await let_back_off_pass(notes)
    await relay.sweep()
    assert neighbour.story(stuck) == [1, 2, 3]


async def test_a_wake_up_is_repeated_only_for_its_own_event(notes: Notes) -> None:
    note = await a_note(notes, changes=1)
    first, second = await events_of(notes, note)
    relay = Relay(notes.sessions, [Neighbour(answer=lambda _: Delivery(DeliveryOutcome.FAILED))])
    wait_s = await relay.wake(first)
    assert wait_s is not None
    assert 0 < wait_s <= 1
    assert await relay.wake(second) is None


async def test_back_off_doubles_up_to_a_cap(notes: Notes) -> None:
    note = await a_note(notes)
    (event,) = await events_of(notes, note)
    relay = Relay(notes.sessions, [Neighbour(answer=lambda _: Delivery(DeliveryOutcome.FAILED))])
    waits = []
    for _ in range(12):
        waits.append(round(await relay.wake(event) or 0))
        await let_back_off_pass(notes)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


async def test_a_job_wakes_every_aggregate_of_its_transaction(notes: Notes) -> None:
    one, other = await a_note(notes), await a_note(notes)
    # As if both had been written in one transaction, which has one job for its first event.
    await notes.admin.execute(
        "UPDATE notes.outbox SET recorded_xid = (SELECT min(recorded_xid) FROM notes.outbox)"
    )
    neighbour = Neighbour()
    await Relay(notes.sessions, [neighbour]).wake((await events_of(notes, one))[0])
    assert (neighbour.story(one), neighbour.story(other)) == ([1], [1])


async def test_topics_without_a_destination_are_sent_to_nobody(notes: Notes) -> None:
    note = await a_note(notes, changes=2)
    picky = Neighbour("picky", frozenset({"note.written", "note.changed_1"}))
    deaf = Neighbour("deaf", frozenset())
    relay = Relay(notes.sessions, [picky, deaf])
    assert [await relay.wake(event) for event in await events_of(notes, note)] == [None] * 3
    await relay.sweep()
    assert [(each.sequence, each.after) for each in picky.taken] == [(1, 0), (3, 1)]
    assert deaf.tried == []


async def test_each_destination_has_its_own_progress(notes: Notes) -> None:
    note = await a_note(notes, changes=1)
    well = Neighbour("well")
    ill = Neighbour("ill", answer=lambda _: Delivery(DeliveryOutcome.REFUSED, 409))
    await Relay(notes.sessions, [well, ill]).sweep()
    assert (well.story(note), ill.story(note)) == ([1, 2], [])
    assert [message.sequence for message in ill.tried] == [1]


@dataclass
class SlowNeighbour(Neighbour):
    """Takes its time, and says when it has been called."""

    called: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def deliver(self, message: Message) -> Delivery:
        self.called.set()
        await self.may_answer.wait()
        return await super().deliver(message)


async def test_c14_two_relays_never_tell_one_aggregate_side_by_side(
    notes: Notes, elsewhere: Sessions
) -> None:
    note = await a_note(notes)
    (event,) = await events_of(notes, note)
    slow, eager = SlowNeighbour(), Neighbour()
    telling = asyncio.create_task(Relay(notes.sessions, [slow]).wake(event))
    await slow.called.wait()
    assert await Relay(elsewhere, [eager]).wake(event) == BUSY_RETRY_S
    slow.may_answer.set()
    assert await telling is None
    assert await Relay(notes.sessions, [eager]).wake(event) is None
    assert (slow.story(note), eager.tried) == ([1], [])


async def test_c14_three_relays_at_once_tell_everything_once_and_in_order(notes: Notes) -> None:
    stories = [await a_note(notes, changes=2) for _ in range(8)]
    neighbours = [Neighbour() for _ in range(3)]
    relays = [Relay(notes.sessions, [neighbour]) for neighbour in neighbours]
    await asyncio.gather(*(relay.sweep() for relay in relays))
    await relays[0].sweep()
    for note in stories:
        told = [neighbour.story(note) for neighbour in neighbours]
        assert sorted(itertools.chain(*told)) == [1, 2, 3]
        assert all(story == sorted(story) for story in told)


async def test_no_transaction_is_open_while_a_neighbour_is_called(notes: Notes) -> None:
    await a_note(notes)
    slow = SlowNeighbour()
    telling = asyncio.create_task(Relay(notes.sessions, [slow]).sweep())
    await slow.called.wait()
    open_now = await notes.admin.fetch(
        "SELECT state FROM pg_stat_activity WHERE usename = 'notes' AND xact_start IS NOT NULL"
        " AND datname = current_database()"
    )
    slow.may_answer.set()
    await telling
    assert open_now == []


async def test_a_relay_cut_off_in_mid_call_leaves_no_lock_behind(
    notes: Notes, elsewhere: Sessions
) -> None:
    note = await a_note(notes)
    slow, other = SlowNeighbour(), Neighbour()
    telling = asyncio.create_task(Relay(notes.sessions, [slow]).sweep())
    await slow.called.wait()
    telling.cancel()
    await asyncio.wait({telling})
    await let_back_off_pass(notes)
    await Relay(elsewhere, [other]).sweep()
    assert other.story(note) == [1]


async def test_a_delivery_whose_lock_was_lost_is_not_recorded_but_told_again(notes: Notes) -> None:
    note = await a_note(notes)
    slow, other = SlowNeighbour(), Neighbour()
    telling = asyncio.create_task(Relay(notes.sessions, [slow]).sweep())
    await slow.called.wait()
    await notes.admin.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE usename = 'notes' AND datname = current_database()"
    )
    slow.may_answer.set()
    await asyncio.wait({telling})
    assert telling.exception() is not None
    assert await notes.count("outbox_deliveries") == 0
    await let_back_off_pass(notes)
    await Relay(notes.sessions, [other]).sweep()
    assert other.story(note) == [1]


async def test_a_sweep_finds_what_was_committed_late_behind_what_is_told(notes: Notes) -> None:
    first = await a_note(notes)
    neighbour = Neighbour()
    relay = Relay(notes.sessions, [neighbour])
    async with notes.sessions.begin() as late:
        row = await late_note(late)
        second = await a_note(notes)
        await relay.sweep()
        assert (neighbour.story(first), neighbour.story(second)) == ([1], [1])
        await relay.sweep()  # finds everything told but what is in flight
    await relay.sweep()
    assert neighbour.story(row) == [1]


async def test_aggregates_that_wait_are_not_tried_before_their_time(notes: Notes) -> None:
    stuck = {await a_note(notes) for _ in range(6)}
    await change_note(notes, next(iter(stuck)), "changed_0")

    def refuse(message: Message) -> Delivery:
        return Delivery(DeliveryOutcome.FAILED) if message.aggregate_id in stuck else DELIVERED

    neighbour = Neighbour(answer=refuse)
    relay = Relay(notes.sessions, [neighbour])
    await relay.sweep()
    fresh = await a_note(notes)
    neighbour.tried.clear()
    await relay.sweep()
    assert [message.aggregate_id for message in neighbour.tried] == [fresh]
