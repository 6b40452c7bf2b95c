"""One row per change, chained within its aggregate, kept even from its owner."""

import asyncio
import hashlib
import itertools
import json

import asyncpg
import pytest

from services.kit import audit
from services.kit.audit import Change
from services.kit.identifiers import new_id
from tests.integration.kit.notes import NoteRow, Notes, a_caller, a_note, change_note

REWRITES = (
    "UPDATE notes.audit SET actor = 'nobody'",
    "DELETE FROM notes.audit",
    "TRUNCATE notes.audit",
    "UPDATE notes.audit_seals SET entries = 0",
    "DELETE FROM notes.audit_seals",
    "TRUNCATE notes.audit_seals",
)


async def test_a_change_says_who_what_and_why(notes: Notes) -> None:
    async with notes.sessions.begin() as session:
        row = NoteRow(note_id=new_id(), status="open")
        session.add(row)
        change = Change(
            "note.closed",
            a_caller("officer-7"),
            reason="长期未使用",
            before={"status": "open", "lines": 3, "tags": ["a", "b"]},
            after={"status": "closed", "is_final": True, "tags": None},
        )
        await audit.append(session, row, change)
    entry = await notes.admin.fetchrow("SELECT * FROM notes.audit")
    assert (entry["aggregate_id"], entry["aggregate_type"]) == (row.note_id, "note")
    assert (entry["action"], entry["actor"]) == ("note.closed", "officer-7")
    assert (entry["acting_service"], entry["request_id"]) == ("svc:gateway", "req_of_a_test")
    assert entry["reason"] == "长期未使用"
    assert json.loads(entry["before"]) == {"status": "open", "lines": 3, "tags": ["a", "b"]}
    assert json.loads(entry["after"]) == {"status": "closed", "is_final": True, "tags": None}


async def test_the_hash_is_that_of_the_documented_bytes(notes: Notes) -> None:
    note_id = await a_note(notes, changes=1)
    first, second = await notes.admin.fetch("SELECT * FROM notes.audit ORDER BY seq")
    spelt = (
        '{"acting_service":"svc:gateway","action":"note.changed_0","actor":"writer-1",'
        '"after":{"status":"changed_0"},'
        f'"aggregate_id":"{note_id}","aggregate_type":"note","before":{{"status":"written"}},'
        '"reason":null,"request_id":"req_of_a_test","seq":2}'
    )
    moment = second["recorded_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert second["hash"] == hashlib.sha256(first["hash"] + f"{spelt}{moment}".encode()).digest()


async def test_the_row_carries_the_end_of_its_chain(notes: Notes) -> None:
    note_id = await a_note(notes, changes=2)
    row = await notes.admin.fetchrow("SELECT audit_seq, audit_head FROM notes.notes")
    entries = await notes.admin.fetch(
        "SELECT seq, prev, hash FROM notes.audit WHERE aggregate_id = $1 ORDER BY seq", note_id
    )
    assert [entry["seq"] for entry in entries] == [1, 2, 3]
    assert [entry["prev"] for entry in entries] == [b"", *(each["hash"] for each in entries[:-1])]
    assert tuple(row) == (3, entries[-1]["hash"])


async def test_20_concurrent_changes_of_one_aggregate_make_one_unbroken_chain(
    notes: Notes,
) -> None:
    note_id = await a_note(notes)
    await asyncio.gather(*(change_note(notes, note_id) for _ in range(20)))
    entries = await notes.admin.fetch("SELECT seq, prev, hash FROM notes.audit ORDER BY seq")
    assert [entry["seq"] for entry in entries] == list(range(1, 22))
    assert all(later["prev"] == earlier["hash"] for earlier, later in itertools.pairwise(entries))


@pytest.mark.parametrize("statement", REWRITES)
async def test_history_cannot_be_rewritten_even_by_its_owner(notes: Notes, statement: str) -> None:
    await a_note(notes)
    for url in (notes.url, notes.owner_url):
        connection = await asyncpg.connect(url)
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        finally:
            await connection.close()
    assert await notes.count("audit") == 1


async def test_history_is_kept_from_a_session_that_pretends_to_be_a_replica(notes: Notes) -> None:
    await a_note(notes)
    await notes.admin.execute("SET session_replication_role = replica")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await notes.admin.execute("DELETE FROM notes.audit")


async def test_the_runtime_role_cannot_take_the_triggers_away(notes: Notes) -> None:
    runtime = await asyncpg.connect(notes.url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await runtime.execute("ALTER TABLE notes.audit DISABLE TRIGGER history_is_kept")
    finally:
        await runtime.close()
