"""Events are rows of the transaction they tell about; one job of it wakes the relay."""

import json
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import outbox, telemetry
from services.kit.identifiers import new_id
from services.kit.outbox import BODY_SIZE_MAX_BYTES
from tests.integration.kit.notes import NoteRow, Notes


async def tell(session: AsyncSession, row: NoteRow, what: str = "told") -> None:
    await outbox.add(
        session, row, aggregate_type="note", topic=f"note.{what}", data={"status": what}
    )


def new_note(session: AsyncSession) -> NoteRow:
    row = NoteRow(note_id=new_id(), status="new")
    session.add(row)
    return row


async def test_an_event_says_what_happened_and_under_which_request(notes: Notes) -> None:
    context = telemetry.context_of("req-of-test", f"00-{'a' * 32}-{'b' * 16}-01")
    with telemetry.entered(context):
        async with notes.sessions.begin() as session:
            row = new_note(session)
            await tell(session, row)
    event = await notes.admin.fetchrow("SELECT * FROM notes.outbox")
    assert (event["aggregate_type"], event["aggregate_id"]) == ("note", row.note_id)
    assert (event["sequence"], event["topic"]) == (1, "note.told")
    assert json.loads(event["body"]) == {"status": "told"}
    assert event["request_id"] == "req-of-test"
    assert event["traceparent"].split("-")[1] == "a" * 32


async def test_events_of_an_aggregate_are_numbered_without_a_hole(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        one, other = new_note(session), new_note(session)
        for row in (one, other, one, one):
            await tell(session, row)
    async with notes.sessions.begin() as session:
        await tell(session, await session.get_one(NoteRow, one.note_id, with_for_update=True))
    numbered = await notes.admin.fetch("SELECT aggregate_id, sequence FROM notes.outbox ORDER BY 2")
    assert [row["sequence"] for row in numbered if row["aggregate_id"] == one.note_id] == [
        *range(1, 5)
    ]
    assert [row["sequence"] for row in numbered if row["aggregate_id"] == other.note_id] == [1]


async def test_a_transaction_enqueues_one_job_however_many_events_it_has(notes: Notes) -> None:
    async with notes.sessions() as session:
        for _ in range(2):  # the same session twice: each transaction gets its own
            async with session.begin():
                row = new_note(session)
                await tell(session, row)
                await tell(session, row)
                await tell(session, new_note(session))
    jobs = await notes.admin.fetch("SELECT entrypoint, payload FROM notes.pgqueuer ORDER BY id")
    first = await notes.admin.fetch(
        "SELECT DISTINCT ON (recorded_xid) outbox_id FROM notes.outbox ORDER BY recorded_xid, 1"
    )
    assert [job["entrypoint"] for job in jobs] == ["relay", "relay"]
    assert [UUID(bytes=job["payload"]) for job in jobs] == [row["outbox_id"] for row in first]


async def test_a_rollback_takes_event_and_job_away(notes: Notes) -> None:
    async with notes.sessions() as session:
        await session.begin()
        await tell(session, new_note(session))
        await session.rollback()
    assert (await notes.count("outbox"), await notes.count("pgqueuer")) == (0, 0)


async def test_a_savepoint_rolled_back_does_not_take_the_wake_up_with_it(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        inner = await session.begin_nested()
        await tell(session, new_note(session))
        await inner.rollback()
        row = new_note(session)
        await tell(session, row)
        async with session.begin_nested():
            await tell(session, row)
    assert (await notes.count("outbox"), await notes.count("pgqueuer")) == (2, 1)


async def test_a_body_has_a_limit_and_holds_no_fractions_of_nothing(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        row = new_note(session)
        for data in ({"text": "x" * BODY_SIZE_MAX_BYTES}, {"rate": float("nan")}):
            with pytest.raises(ValueError, match=r"at most|JSON"):
                await outbox.add(session, row, aggregate_type="note", topic="note.told", data=data)
    assert await notes.count("outbox") == 0
