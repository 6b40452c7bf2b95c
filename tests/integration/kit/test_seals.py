"""Sealing: everything once, in flight later, told to the outside even after a crash."""

import asyncio
import json
import logging
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.kit import seals
from services.kit.chain import MerkleTree, leaf_hash
from services.kit.seal_export import SealExport
from services.kit.seal_records import Seal
from services.kit.seals import TransactionsWentBack, seal_once
from services.kit.verification import verify
from tests.integration.kit.notes import Notes, a_note, change_note, late_note, quiet


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "seals" / "notes.jsonl"


async def sealed(notes: Notes, kept: Path | None) -> Seal | None:
    """One sealing, with nothing in flight."""
    await quiet(notes)
    return await seal_once(notes.sessions, SealExport(kept))


def lines_of(kept: Path) -> list[str]:
    return kept.read_text().splitlines()


def tear(kept: Path, text: str) -> None:
    """Leave the file as a crash in mid-line would."""
    kept.write_text(text)


async def test_a_seal_covers_everything_committed_before(notes: Notes, kept: Path) -> None:
    await a_note(notes, changes=2)
    await a_note(notes)
    seal = await sealed(notes, kept)
    entries = await notes.admin.fetch("SELECT * FROM notes.audit ORDER BY aggregate_id, seq")
    assert seal is not None
    assert (seal.seal_no, seal.entries, seal.prev) == (1, 4, b"")
    tree = MerkleTree(leaf_hash(row["aggregate_id"], row["seq"], row["hash"]) for row in entries)
    assert (seal.root, seal.hash) == (tree.root(), seal.digest())


async def test_seals_follow_one_another(notes: Notes, kept: Path) -> None:
    note = await a_note(notes)
    first = await sealed(notes, kept)
    await change_note(notes, note)
    second = await sealed(notes, kept)
    assert first is not None
    assert second is not None
    assert (second.seal_no, second.prev, second.from_xid) == (2, first.hash, first.until_xid)
    assert second.entries == 1


async def test_nothing_new_makes_no_seal(notes: Notes, kept: Path) -> None:
    assert await sealed(notes, kept) is None
    await a_note(notes)
    assert await sealed(notes, kept) is not None
    assert await sealed(notes, kept) is None
    assert await notes.count("audit_seals") == 1


async def test_a_transaction_in_flight_during_sealing_is_sealed_later_not_lost(
    notes: Notes, kept: Path
) -> None:
    await a_note(notes)
    await quiet(notes)
    async with notes.sessions.begin() as in_flight:
        await late_note(in_flight)
        await a_note(notes)  # begun later, committed earlier
        during = await seal_once(notes.sessions, SealExport(kept))
    after = await sealed(notes, kept)
    assert during is not None
    assert after is not None
    assert (during.entries, after.entries) == (1, 2)
    async with notes.sessions.begin() as session:
        assert await verify(session, lines_of(kept)) == []


async def test_only_one_seals_at_a_time(notes: Notes, kept: Path) -> None:
    await a_note(notes, changes=5)
    await quiet(notes)
    made = await asyncio.gather(*(seal_once(notes.sessions, SealExport(kept)) for _ in range(6)))
    assert sum(seal is not None for seal in made) == 1
    assert await notes.count("audit_seals") == 1


async def test_a_seal_leaves_as_a_log_line_and_a_line_of_a_file(
    notes: Notes, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await a_note(notes)
    with caplog.at_level(logging.INFO):
        seal = await sealed(notes, kept)
    assert seal is not None
    assert lines_of(kept) == [seal.line()]
    assert json.loads(seal.line())["hash"] == seal.hash.hex()
    assert [vars(record)["seal"] for record in caplog.records if hasattr(record, "seal")] == [
        seal.line()
    ]


async def test_without_a_file_the_log_alone_tells(
    notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    await a_note(notes)
    with caplog.at_level(logging.INFO):
        assert await sealed(notes, None) is not None
    assert any(hasattr(record, "seal") for record in caplog.records)


async def test_a_seal_that_a_crash_kept_from_the_file_is_told_next_time(
    notes: Notes, kept: Path
) -> None:
    note = await a_note(notes)
    first = await sealed(notes, kept)
    assert first is not None
    await change_note(notes, note)
    await sealed(notes, None)  # committed, and died before the file
    tear(kept, f'{first.line()}\n{{"seal_no":2,"from_x')
    await change_note(notes, note)
    await sealed(notes, kept)
    lines = lines_of(kept)
    assert [json.loads(line)["seal_no"] for line in (lines[0], *lines[2:])] == [1, 2, 3]
    async with notes.sessions.begin() as session:
        assert await verify(session, lines) == []


async def test_a_long_absence_is_sealed_in_pieces(
    notes: Notes, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "ENTRIES_PER_SEAL_MAX", 3)
    await a_note(notes, changes=7)
    made = [await sealed(notes, kept) for _ in range(4)]
    assert [seal and seal.entries for seal in made] == [3, 3, 2, None]
    async with notes.sessions.begin() as session:
        assert await verify(session, lines_of(kept)) == []


async def test_a_transaction_larger_than_a_piece_is_sealed_whole(
    notes: Notes, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "ENTRIES_PER_SEAL_MAX", 2)
    async with notes.sessions.begin() as session:
        for _ in range(5):
            await late_note(session)
    await a_note(notes)
    made = [await sealed(notes, kept) for _ in range(3)]
    assert [seal and seal.entries for seal in made] == [5, 1, None]


async def test_a_server_that_counts_from_below_is_refused(notes: Notes, kept: Path) -> None:
    await a_note(notes)
    running = func.pg_snapshot_xmin(func.pg_current_snapshot())
    async with notes.sessions.begin() as session:
        ahead = int((await session.execute(select(running))).scalar_one()) + 1_000_000
    await notes.admin.execute(
        "INSERT INTO notes.audit_seals VALUES (1, '0', ($1::bigint)::text::xid8, 0, '', '', '',"
        " now())",
        ahead,
    )
    with pytest.raises(TransactionsWentBack):
        await sealed(notes, kept)
