"""A process begins only with the keys its schema was written with; nothing else is believed."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.key_marks import KeysMismatched, assert_known_keys
from tests.integration.kit.notes import Notes


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, Any]:
    """A file of keys as it lies on the disk, to be changed by a test."""
    return fresh(tmp_path)


def fresh(folder: Path) -> dict[str, Any]:
    """Another file, with keys of its own under the same names."""
    path = folder / "fresh.json"
    path.unlink(missing_ok=True)
    generate_field_keys(path)
    written: dict[str, Any] = json.loads(path.read_text())
    return written


def read(written: dict[str, Any], folder: Path) -> FieldKeys:
    """What a process reads from a file with this in it."""
    path = folder / "fields.json"
    path.write_text(json.dumps(written))
    return FieldKeys.from_file(path)


async def refusal_of(notes: Notes, keys: FieldKeys) -> str:
    with pytest.raises(KeysMismatched) as refused:
        await assert_known_keys(notes.engine, keys)
    return str(refused.value)


async def test_the_first_keys_leave_their_marks_and_are_known_again(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    for _ in range(2):
        await assert_known_keys(notes.engine, read(kept, tmp_path))
    assert await notes.count("key_marks") == 2


async def test_another_file_is_refused_key_by_key(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    assert await refusal_of(notes, read(fresh(tmp_path), tmp_path)) == (
        "field key k1 is not the one with which fields were sealed\n"
        "the key of the blind index is not the one this database's index was made with"
    )


async def test_a_new_key_is_used_beside_the_old_one(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    kept["keys"]["k2"] = fresh(tmp_path)["keys"]["k1"]
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    assert await notes.count("key_marks") == 2
    kept["active"] = "k2"
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    assert await notes.count("key_marks") == 3


async def test_a_key_that_was_used_may_not_leave_the_file(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    later = {**kept, "active": "k2", "keys": {"k2": fresh(tmp_path)["keys"]["k1"]}}
    assert await refusal_of(notes, read(later, tmp_path)) == (
        "field key k1, with which fields were sealed, is not in the file"
    )
    assert await notes.count("key_marks") == 2  # what was refused left nothing


async def test_a_key_that_was_only_learnt_may_leave_the_file(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    learnt = {**kept, "keys": {**kept["keys"], "k2": fresh(tmp_path)["keys"]["k1"]}}
    await assert_known_keys(notes.engine, read(learnt, tmp_path))
    await assert_known_keys(notes.engine, read(kept, tmp_path))


async def test_the_key_of_the_cursors_may_change(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    changed = {**kept, "cursor": fresh(tmp_path)["cursor"]}
    await assert_known_keys(notes.engine, read(changed, tmp_path))


async def test_another_key_of_the_blind_index_is_refused(
    notes: Notes, kept: dict[str, Any], tmp_path: Path
) -> None:
    await assert_known_keys(notes.engine, read(kept, tmp_path))
    changed = {**kept, "blind_index": fresh(tmp_path)["blind_index"]}
    assert await refusal_of(notes, read(changed, tmp_path)) == (
        "the key of the blind index is not the one this database's index was made with"
    )
