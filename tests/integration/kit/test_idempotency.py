"""The protocol of one key: locked first, answered last, in one transaction."""

import asyncio
from collections import Counter

import asyncpg
import pytest
from sqlalchemy import func, select

from services.kit.errors import DatabaseUnavailable, IdempotencyInFlight, IdempotencyKeyReused
from services.kit.idempotency import Once
from services.kit.locks import lock_key
from services.kit.reply import Reply
from tests.integration.kit.notes import NoteRow, Notes, created, once, write_note

PARALLEL = 50
ROUNDS = 5
TABLES = ("notes", "idempotency_keys", "audit", "outbox", "pgqueuer")


class ProcessDied(Exception):
    """Stands for the end of a process before its commit."""


async def write_or_conflict(notes: Notes, request: Once[NoteRow]) -> Reply | None:
    try:
        return await write_note(notes.sessions, request)
    except IdempotencyInFlight:
        return None


@pytest.mark.parametrize("round_number", range(ROUNDS))
async def test_c1_50_parallel_identical_posts_have_one_effect(
    notes: Notes, round_number: int
) -> None:
    request = once(f"click-{round_number}")
    replies = await asyncio.gather(*(write_or_conflict(notes, request) for _ in range(PARALLEL)))
    answered = [reply for reply in replies if reply is not None]
    assert Counter(reply.replayed for reply in answered)[False] == 1
    assert len({reply.body for reply in answered}) == 1
    assert [await notes.count(table) for table in TABLES] == [1, 1, 1, 1, 1]


async def test_c1_a_key_in_flight_is_refused_at_once(notes: Notes) -> None:
    request = once("slow")
    async with notes.sessions.begin() as slow:
        assert await request.earlier(slow) is None
        with pytest.raises(IdempotencyInFlight) as refused:
            await write_note(notes.sessions, request)
    assert refused.value.retry_after_s == 1
    assert not (await write_note(notes.sessions, request)).replayed


async def test_c1_a_replay_gives_the_first_answer_back_unchanged(notes: Notes) -> None:
    first = await write_note(notes.sessions, once("k"))
    again = await write_note(notes.sessions, once("k"))
    assert (again.status, again.body, again.etag, again.location) == (
        first.status,
        first.body,
        first.etag,
        first.location,
    )
    assert (first.replayed, again.replayed) == (False, True)
    assert await notes.count("notes") == 1


async def test_c2_the_same_key_for_another_request_is_refused_and_does_nothing(
    notes: Notes,
) -> None:
    await write_note(notes.sessions, once("k", fingerprint=b"first"))
    with pytest.raises(IdempotencyKeyReused):
        await write_note(notes.sessions, once("k", fingerprint=b"second"))
    assert [await notes.count(table) for table in TABLES] == [1, 1, 1, 1, 1]


async def test_c3_the_same_key_of_another_caller_is_another_key(notes: Notes) -> None:
    one = await write_note(notes.sessions, once("k", principal="user:a"))
    other = await write_note(notes.sessions, once("k", principal="partner:b"))
    assert one.body != other.body
    assert not other.replayed
    assert await notes.count("notes") == 2


async def test_c3_callers_with_the_same_key_do_not_wait_for_each_other(notes: Notes) -> None:
    async with notes.sessions.begin() as slow:
        assert await once("k", principal="user:a").earlier(slow) is None
        reply = await write_note(notes.sessions, once("k", principal="user:b"))
    assert not reply.replayed


async def test_the_same_key_on_another_route_is_another_key(notes: Notes) -> None:
    await write_note(notes.sessions, once("k"))
    elsewhere = Once("user:writer-1", "POST /v1/other", "k", b"asked", created)
    assert not (await write_note(notes.sessions, elsewhere)).replayed


async def test_c5_a_crash_before_the_commit_leaves_nothing_and_the_retry_runs(
    notes: Notes,
) -> None:
    def die() -> None:
        raise ProcessDied

    with pytest.raises(ProcessDied):
        await write_note(notes.sessions, once("k"), last_act=die)
    assert [await notes.count(table) for table in TABLES] == [0, 0, 0, 0, 0]
    assert not (await write_note(notes.sessions, once("k"))).replayed
    assert [await notes.count(table) for table in TABLES] == [1, 1, 1, 1, 1]


async def test_c5_a_connection_killed_before_the_commit_frees_the_key(notes: Notes) -> None:
    async def killed_on_the_way() -> None:
        async with notes.sessions.begin() as session:
            assert await once("k").earlier(session) is None
            backend = await session.scalar(select(func.pg_backend_pid()))
            await notes.admin.execute("SELECT pg_terminate_backend($1, 5000)", backend)
            await session.execute(select(1))

    with pytest.raises(DatabaseUnavailable):
        await killed_on_the_way()
    assert not (await write_note(notes.sessions, once("k"))).replayed


async def test_c5_a_refusal_is_not_remembered(notes: Notes) -> None:
    refuse: Once[NoteRow] = once("k").rendering(lambda _row: Reply(409, b"{}"))
    with pytest.raises(ValueError, match="only successes"):
        await write_note(notes.sessions, refuse)
    assert not (await write_note(notes.sessions, once("k"))).replayed


async def test_the_runtime_role_cannot_change_or_remove_an_answer(notes: Notes) -> None:
    await write_note(notes.sessions, once("k"))
    runtime = await asyncpg.connect(notes.url)
    try:
        for statement in (
            "UPDATE notes.idempotency_keys SET body = ''",
            "DELETE FROM notes.idempotency_keys",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await runtime.execute(statement)
    finally:
        await runtime.close()


def test_a_lock_key_is_64_bits_and_depends_on_every_word() -> None:
    keys = {lock_key(*words) for words in (("a", "b"), ("ab",), ("a", "b", ""), ("b", "a"))}
    assert len(keys) == 4
    assert all(-(2**63) <= key < 2**63 for key in keys)
