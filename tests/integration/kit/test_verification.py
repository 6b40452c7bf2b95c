"""Row O3: whoever tampers with the audit as superuser is found, and the place is named."""

import hashlib
from pathlib import Path
from uuid import UUID

import pytest

from services.kit import seal_records, verification
from services.kit.chain import canonical_json, moment_text
from services.kit.seal_export import SealExport
from services.kit.seals import seal_once
from services.kit.verification import verify
from tests.integration.kit.notes import Notes, a_note, change_note, quiet


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "notes.jsonl"


async def sealed(notes: Notes, kept: Path | None) -> None:
    await quiet(notes)
    assert await seal_once(notes.sessions, SealExport(kept)) is not None


@pytest.fixture
async def story(notes: Notes, kept: Path) -> UUID:
    """A note of five entries, four of them sealed, beside another note; then tampering begins."""
    await a_note(notes, changes=1)
    note = await a_note(notes, changes=3)
    await sealed(notes, kept)
    await change_note(notes, note)
    await notes.admin.execute("ALTER TABLE notes.audit DISABLE TRIGGER history_is_kept")
    await notes.admin.execute("ALTER TABLE notes.audit_seals DISABLE TRIGGER history_is_kept")
    return note


def lines_of(kept: Path) -> list[str]:
    return kept.read_text().splitlines()


def tear(kept: Path, text: str) -> None:
    """Leave no more than this of what was told."""
    kept.write_text(text)


async def findings(notes: Notes, kept: Path | None = None) -> list[str]:
    async with notes.sessions.begin() as session:
        lines = lines_of(kept) if kept else None
        return [str(finding) for finding in await verify(session, lines)]


@pytest.mark.usefixtures("story")
async def test_o3_an_untouched_audit_has_no_findings(notes: Notes, kept: Path) -> None:
    assert await findings(notes, kept) == []


async def test_o3_a_long_history_is_read_in_pieces(
    notes: Notes, story: UUID, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (seal_records, verification):
        monkeypatch.setattr(room, "FETCH_ROWS", 2)
    for _ in range(5):
        await sealed(notes, kept)
        await change_note(notes, story)
    assert await findings(notes, kept) == []
    await notes.admin.execute("UPDATE notes.audit SET actor = 'x' WHERE seq = 2")
    assert [finding.split("/")[1] for finding in await findings(notes, kept)] == [
        "2: was changed after it was written"
    ] * 2


@pytest.mark.parametrize(
    "edit",
    [
        "actor = 'somebody-else'",
        "action = 'note.erased'",
        "aggregate_type = 'loan'",
        "acting_service = 'svc:x'",
        "request_id = 'req_other'",
        "reason = 'because'",
        "before = NULL",
        "after = jsonb_set(after, '{status}', '\"other\"')",
        "recorded_at = recorded_at + interval '1 microsecond'",
    ],
)
async def test_o3_an_edited_entry_is_named(notes: Notes, story: UUID, edit: str) -> None:
    await notes.admin.execute(
        f"UPDATE notes.audit SET {edit} WHERE aggregate_id = $1 AND seq = 3",
        story,
    )
    assert await findings(notes) == [f"entry {story}/3: was changed after it was written"]


async def test_o3_a_deleted_entry_is_named(notes: Notes, story: UUID) -> None:
    await notes.admin.execute("DELETE FROM notes.audit WHERE aggregate_id = $1 AND seq = 2", story)
    assert await findings(notes) == [
        f"entry {story}/2: is missing; the next one there is 3",
        "seal 1: covered 6 entries, now there are 5",
    ]


async def test_o3_a_tail_cut_off_behind_the_last_seal_is_found(notes: Notes, story: UUID) -> None:
    await notes.admin.execute("DELETE FROM notes.audit WHERE aggregate_id = $1 AND seq = 5", story)
    assert await findings(notes) == [f"chain {story}: ends at 4, its row says 5"]


async def test_o3_a_sealed_tail_cut_off_is_found_though_the_row_was_set_back(
    notes: Notes, story: UUID
) -> None:
    await notes.admin.execute("DELETE FROM notes.audit WHERE aggregate_id = $1 AND seq >= 4", story)
    await notes.admin.execute(
        "UPDATE notes.notes n SET audit_seq = 3, audit_head = a.hash FROM notes.audit a"
        " WHERE n.note_id = $1 AND a.aggregate_id = $1 AND a.seq = 3",
        story,
    )
    assert await findings(notes) == ["seal 1: covered 6 entries, now there are 5"]


async def test_o3_a_whole_chain_removed_is_found(notes: Notes, story: UUID) -> None:
    await notes.admin.execute("DELETE FROM notes.audit WHERE aggregate_id = $1", story)
    assert await findings(notes) == [
        f"chain {story}: ends at 0, its row says 5",
        "seal 1: covered 6 entries, now there are 2",
    ]


async def test_o3_an_entry_inserted_with_a_right_hash_is_found(notes: Notes, story: UUID) -> None:
    await append_forged(notes, story, seq=6)
    assert await findings(notes) == [f"chain {story}: ends at 6, its row says 5"]


async def test_o3_an_entry_inserted_under_a_seal_is_found(notes: Notes, story: UUID) -> None:
    await append_forged(notes, story, seq=6)
    await notes.admin.execute(
        "UPDATE notes.audit SET recorded_xid = (SELECT min(recorded_xid) FROM notes.audit)"
        " WHERE aggregate_id = $1 AND seq = 6",
        story,
    )
    assert "seal 1: covered 6 entries, now there are 7" in await findings(notes)


async def test_o3_a_chain_rewritten_with_right_hashes_is_found_by_its_seal(
    notes: Notes, story: UUID
) -> None:
    await notes.admin.execute("DELETE FROM notes.audit WHERE aggregate_id = $1 AND seq >= 4", story)
    await append_forged(notes, story, seq=4)
    await append_forged(notes, story, seq=5)
    await notes.admin.execute(
        "UPDATE notes.audit SET recorded_xid = (SELECT min(recorded_xid) FROM notes.audit)"
        " WHERE aggregate_id = $1 AND seq = 4",
        story,
    )
    await notes.admin.execute(
        "UPDATE notes.notes n SET audit_head = a.hash FROM notes.audit a"
        " WHERE n.note_id = $1 AND a.aggregate_id = $1 AND a.seq = 5",
        story,
    )
    assert await findings(notes) == ["seal 1: covers entries that were changed or exchanged"]


@pytest.mark.parametrize("edit", ["entries = 5", "root = '\\x00'", "sealed_at = now()"])
@pytest.mark.usefixtures("story")
async def test_o3_an_edited_seal_is_named(notes: Notes, edit: str) -> None:
    await notes.admin.execute(f"UPDATE notes.audit_seals SET {edit}")
    assert "seal 1: was changed after it was written" in await findings(notes)


async def test_o3_a_seal_taken_out_of_the_middle_is_named(
    notes: Notes, story: UUID, kept: Path
) -> None:
    for _ in range(2):
        await sealed(notes, kept)
        await change_note(notes, story)
    await sealed(notes, kept)
    await notes.admin.execute("DELETE FROM notes.audit_seals WHERE seal_no = 2")
    assert await findings(notes) == ["seal 2: is missing; the next one there is 3"]


@pytest.mark.usefixtures("story")
async def test_o3_rewriting_entry_chain_and_seal_together_is_found_by_the_outside(
    notes: Notes, kept: Path
) -> None:
    await notes.admin.execute("TRUNCATE notes.audit_seals")
    await sealed(notes, None)  # a new first seal, right in itself
    assert await findings(notes) == []
    assert await findings(notes, kept) == ["seal 1: is not the one the outside was told"]


@pytest.mark.usefixtures("story")
async def test_o3_a_seal_the_outside_knows_and_the_database_does_not_is_named(
    notes: Notes, kept: Path
) -> None:
    await notes.admin.execute("TRUNCATE notes.audit_seals")
    assert await findings(notes, kept) == ["seal 1: was told to the outside and is no longer there"]


async def append_forged(notes: Notes, aggregate_id: UUID, *, seq: int) -> None:
    """What a superuser would add who knows how hashes are made."""
    prev = await notes.admin.fetchval(
        "SELECT hash FROM notes.audit WHERE aggregate_id = $1 AND seq = $2", aggregate_id, seq - 1
    )
    moment = await notes.admin.fetchval("SELECT clock_timestamp()")
    texts = {
        "aggregate_type": "note",
        "action": "note.forged",
        "actor": "writer-1",
        "acting_service": "svc:gateway",
        "request_id": "req_of_a_test",
    }
    spelt = {**texts, "aggregate_id": str(aggregate_id), "seq": seq}
    hashed = canonical_json({**spelt, "reason": None, "before": None, "after": None})
    digest = hashlib.sha256(prev + hashed + moment_text(moment).encode()).digest()
    await notes.admin.execute(
        "INSERT INTO notes.audit (aggregate_id, seq, prev, hash, recorded_at, aggregate_type,"
        " action, actor, acting_service, request_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        aggregate_id,
        seq,
        prev,
        digest,
        moment,
        *texts.values(),
    )


async def test_f21_restored_to_an_earlier_moment_it_lacks_what_was_sealed_since_and_no_more(
    notes: Notes, story: UUID, kept: Path
) -> None:
    await sealed(notes, kept)
    await notes.admin.execute("DELETE FROM notes.audit_seals WHERE seal_no = 2")
    lost = "seal 2: was told to the outside and is no longer there"
    assert await findings(notes, kept) == [lost]
    tear(kept, lines_of(kept)[0] + "\n")
    await change_note(notes, story)
    await sealed(notes, kept)
    assert await findings(notes, kept) == []
    assert len(lines_of(kept)) == 2
