"""Keys, queue, relay, outbox and inbox: what happens when one of their rules is dropped."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, Self
from uuid import UUID

import pytest
from sqlalchemy import Select, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from typing_extensions import override

from services.kit import idempotency, inbox, jobs, ledgers, outbox, relay
from services.kit.database import Sessions, make_sessions
from services.kit.deliveries import Destination
from services.kit.identifiers import new_id
from services.kit.jobs import Work
from tests.integration.kit import test_idempotency, test_inbox, test_jobs, test_outbox, test_relay
from tests.integration.kit.notes import NoteRow, Notes
from tests.mutants.planting import Mutant, planted, runs


def look_before_inserting(patch: pytest.MonkeyPatch) -> None:
    """Idempotency by looking first: no lock on the key between the look and the insert."""
    patch.setattr(idempotency, "_LOCK", "SELECT $1::bigint IS NOT NULL AS is_ours")


def tell_side_by_side(patch: pytest.MonkeyPatch) -> None:
    """No lock on a story: every relay tells it."""

    @asynccontextmanager
    async def not_alone(
        _connection: AsyncConnection, _to: Destination, _aggregate_id: UUID
    ) -> AsyncIterator[bool]:
        yield True

    patch.setattr(relay, "_alone", not_alone)


def tell_outside_the_transaction(patch: pytest.MonkeyPatch) -> None:
    """An event is written in a transaction of its own."""

    async def outside(
        session: AsyncSession,
        row: NoteRow,
        *,
        aggregate_type: str,
        topic: str,
        data: Mapping[str, object],
    ) -> None:
        assert isinstance(session.bind, AsyncEngine)
        row.event_seq = (row.event_seq or 0) + 1
        event = {
            "outbox_id": new_id(),
            "aggregate_type": aggregate_type,
            "aggregate_id": row.note_id,
            "sequence": row.event_seq,
            "topic": topic,
            "body": dict(data),
        }
        async with make_sessions(session.bind).begin() as own:
            await own.execute(insert(ledgers.outbox).values(event))

    patch.setattr(outbox, "add", outside)


def acknowledge_before_the_work(patch: pytest.MonkeyPatch) -> None:
    """The queue is told that a job is done when it is begun."""
    begun = set[asyncio.Future[None]]()

    async def begin(work: Work, payload: bytes) -> None:
        begun.add(asyncio.ensure_future(work(payload)))

    patch.setattr(jobs, "_flanked", begin)


def hear_everything_anew(patch: pytest.MonkeyPatch) -> None:
    """No look at what was applied before."""

    async def always(
        session: AsyncSession, *, source: str, aggregate_id: UUID, sequence: int, after: int
    ) -> bool:
        return bool((session, source, aggregate_id, sequence, after))

    patch.setattr(inbox.apply_once, "__code__", always.__code__)


class _Unlocked(Select[tuple[Any]]):
    inherit_cache = True

    @override
    def with_for_update(self, *_: Any, **__: Any) -> Self:
        return self


def read_without_locking(patch: pytest.MonkeyPatch) -> None:
    """The inbox row is read, and not locked."""
    patch.setattr(inbox, "select", _Unlocked)


MUTANTS: Final[Mapping[str, Mutant]] = {
    "look_before_inserting": Mutant(
        look_before_inserting, test_idempotency.test_c1_a_key_in_flight_is_refused_at_once
    ),
    "tell_outside_the_transaction": Mutant(
        tell_outside_the_transaction, test_outbox.test_a_rollback_takes_event_and_job_away
    ),
    "acknowledge_before_the_work": Mutant(
        acknowledge_before_the_work,
        test_jobs.test_a_job_cut_short_by_a_stop_is_in_the_queue_again,
        leaves_tasks=True,
    ),
    "hear_everything_anew": Mutant(hear_everything_anew, test_inbox.test_a_message_is_applied_once),
    "read_without_locking": Mutant(
        read_without_locking,
        test_inbox.test_c14_the_same_message_delivered_20_times_at_once_is_applied_once,
    ),
}


@pytest.mark.parametrize(("mutant", "is_planted"), runs(MUTANTS))
async def test_a_planted_mistake_is_seen(
    mutant: Mutant, notes: Notes, monkeypatch: pytest.MonkeyPatch, *, is_planted: bool
) -> None:
    async with planted(mutant, monkeypatch, is_planted=is_planted):
        await mutant.seen_by(notes)


@pytest.mark.parametrize("is_planted", [False, True], ids=["sound", "planted"])
async def test_two_relays_at_one_story_are_seen(
    notes: Notes, elsewhere: Sessions, monkeypatch: pytest.MonkeyPatch, *, is_planted: bool
) -> None:
    seen_by = test_relay.test_c14_two_relays_never_tell_one_aggregate_side_by_side
    mutant = Mutant(tell_side_by_side, seen_by, leaves_tasks=True)
    async with planted(mutant, monkeypatch, is_planted=is_planted):
        await seen_by(notes, elsewhere)
