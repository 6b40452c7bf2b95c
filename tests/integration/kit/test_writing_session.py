"""What a transaction writes goes to the database in one statement, and comes back whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from asyncpg.connection import LoggedQuery
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from services.kit import audit, driver, outbox
from services.kit.audit import Change
from services.kit.errors import DatabaseUnavailable
from services.kit.identifiers import new_id
from services.kit.mapped_rows import columns_sql, loaded
from services.kit.queue import queue_on
from services.kit.wakes import wake
from services.kit.whole_again import TransactionLost
from tests.integration.kit.notes import (
    SERVICE,
    NoteRow,
    Notes,
    a_caller,
    a_note,
    late_note,
    tell_change,
)

LAST = "SELECT 'last'"
LOST = "DO $$ BEGIN RAISE EXCEPTION 'a deadlock' USING ERRCODE = '40P01'; END $$"
HELD = f"SELECT {columns_sql(NoteRow)} FROM notes WHERE note_id = $1 FOR UPDATE"


@asynccontextmanager
async def heard(session: AsyncSession) -> AsyncIterator[list[str]]:
    """The statements that a session sends meanwhile."""
    raw = await (await session.connection()).get_raw_connection()
    connection: asyncpg.Connection = raw.driver_connection
    sent: list[str] = []

    def hear(told: LoggedQuery) -> None:
        sent.append(told.query)

    connection.add_query_logger(hear)
    yield sent
    await connection.fetch(LAST)  # what was sent before it was told of by now
    connection.remove_query_logger(hear)
    sent[:] = [statement for statement in sent if statement != LAST]


async def test_rows_audit_events_and_job_are_one_statement(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        await session.execute(select(1))
        async with heard(session) as sent:
            row = NoteRow(note_id=new_id(), status="written")
            session.add_all([row, NoteRow(note_id=new_id(), status="beside")])
            for status in ("read", "filed"):
                await tell_change(session, row, status)
            await session.flush()
            await session.flush()
    assert len(sent) == 1
    kept = await notes.admin.fetchrow("SELECT * FROM notes.notes WHERE note_id = $1", row.note_id)
    assert (kept["status"], kept["audit_seq"], kept["event_seq"]) == ("filed", 2, 2)
    assert (row.audit_head, row.created_at) == (kept["audit_head"], kept["created_at"])
    counts = [await notes.count(table) for table in ("notes", "audit", "outbox", "pgqueuer")]
    assert counts == [2, 2, 2, 1]


async def test_a_row_takes_what_the_database_makes_of_it(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        row = NoteRow(note_id=new_id(), status=func.upper("new"))
        session.add(row)
        await session.flush()
        assert (row.status, row.version, row.event_seq) == ("NEW", 1, 0)
        row.status = func.lower("OLD")
        row.version += 1
        await session.flush()
        assert (row.status, row.version) == ("old", 2)
    kept = await notes.admin.fetchrow("SELECT * FROM notes.notes")
    assert (kept["status"], kept["version"], kept["updated_at"]) == ("old", 2, row.updated_at)


async def test_what_did_not_change_is_not_written(notes: Notes) -> None:
    note_id = await a_note(notes)
    async with notes.sessions.begin() as session:
        row = await session.get_one(NoteRow, note_id)
        row.status = str(row.status)
        async with heard(session) as sent:
            await session.flush()
        assert sent == []


async def test_a_row_that_is_gone_is_not_taken_for_written(notes: Notes) -> None:
    note_id = await a_note(notes)
    async with notes.sessions() as session:
        row = await session.get_one(NoteRow, note_id)
        await notes.admin.execute("DELETE FROM notes.notes")
        row.status = "kept"
        with pytest.raises(StaleDataError):
            await session.flush()


async def test_a_held_row_is_as_the_database_has_it(notes: Notes) -> None:
    note_id = await a_note(notes)
    async with notes.sessions.begin() as session:
        read = await session.get_one(NoteRow, note_id)
        await notes.admin.execute("UPDATE notes.notes SET status = 'meanwhile'")
        found = await driver.fetchrow(session, HELD, note_id)
        assert found is not None
        held = loaded(session.sync_session, NoteRow, found)
        assert (held is read, held.status) == (True, "meanwhile")
        await tell_change(session, held, "changed")
    kept = await notes.admin.fetchrow("SELECT status, audit_seq FROM notes.notes")
    assert tuple(kept) == ("changed", 2)


async def test_what_is_told_of_a_row_of_nobodys_session_is_written_with_the_commit(
    notes: Notes,
) -> None:
    note_id = await a_note(notes)
    async with notes.sessions.begin() as session:
        row = await session.get_one(NoteRow, note_id)
        session.expunge(row)
        await audit.append(session, row, Change("note.seen", a_caller()))
        await outbox.add(session, row, aggregate_type="note", topic="note.seen", data={})
    assert [await notes.count(table) for table in ("audit", "outbox")] == [2, 2]
    head = await notes.admin.fetchval("SELECT hash FROM notes.audit WHERE seq = 2")
    assert row.audit_head == head


async def test_what_is_told_within_a_savepoint_goes_with_it(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        await late_note(session)
        inner = await session.begin_nested()
        await late_note(session)
        row = NoteRow(note_id=new_id(), status="new")
        session.add(row)
        await tell_change(session, row, "told")
        await inner.rollback()
    assert [await notes.count(table) for table in ("notes", "audit", "outbox")] == [1, 1, 1]


async def test_a_job_is_what_the_library_would_have_made_of_it(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        await wake(session, "relay", b"payload")
    await queue_on(notes.admin, SERVICE).enqueue("relay", b"payload")
    for table, own in (("pgqueuer", ("id",)), ("pgqueuer_log", ("id", "job_id"))):
        ours, theirs = (
            {name: value for name, value in row.items() if name not in own and "at" not in name}
            for row in await notes.admin.fetch(f"SELECT * FROM notes.{table} ORDER BY id")
        )
        moments = {"created", "updated", "heartbeat", "execute_after"}
        assert all(ours[name] == theirs[name] for name in ours if name not in moments)


async def test_the_drivers_errors_are_told_as_sqlalchemys(notes: Notes) -> None:
    note_id = await a_note(notes)
    async with notes.sessions() as session:
        session.add(NoteRow(note_id=note_id, status="again"))
        with pytest.raises(IntegrityError):
            await session.flush()
    async with notes.sessions() as session:
        with pytest.raises(DBAPIError):
            await driver.fetch(session, "SELECT 1 / 0")
    async with notes.sessions() as session:
        await driver.fetch(session, LAST)  # the first of a transaction goes through SQLAlchemy
        with pytest.raises(TransactionLost):
            await driver.fetch(session, LOST)
    async with notes.sessions() as session:
        await session.execute(update(NoteRow).values(status="held"))
        await driver.fetch(session, "SELECT 1")
        async with notes.sessions() as other:
            await driver.fetch(other, "SET LOCAL lock_timeout = 1")
            with pytest.raises(DatabaseUnavailable):
                await driver.fetch(other, HELD, note_id)


async def test_a_session_of_another_making_is_refused(notes: Notes) -> None:
    async with AsyncSession(notes.engine) as session:
        row = NoteRow(note_id=new_id(), status="new")
        with pytest.raises(TypeError, match="make_sessions"):
            await audit.append(session, row, Change("note.seen", a_caller()))
