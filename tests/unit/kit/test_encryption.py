"""Sealed fields open where they were sealed, and nowhere else."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.encryption import BlindIndex, KeyRing, KeyRingUnusable, SealBroken
from services.kit.field_keys import FieldKeys, FieldKeysUnusable, generate_field_keys

OLD, NEW = b"1" * 32, b"2" * 32
RING = KeyRing(keys={"k1": OLD, "k2": NEW}, active="k2")
PLACE = "party.person_name:0198c0de-0000-7000-8000-000000000001"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_what_is_sealed_opens_in_its_place(plaintext: str, context: str) -> None:
    assert RING.open(RING.seal(plaintext, context=context), context=context) == plaintext


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert RING.seal("王小明", context=PLACE) != RING.seal("王小明", context=PLACE)


def test_the_plaintext_is_not_in_the_seal() -> None:
    assert b"11010519491231002X" not in RING.seal("11010519491231002X", context=PLACE)


def test_a_field_moved_to_another_row_does_not_open() -> None:
    sealed = RING.seal("王小明", context=PLACE)
    with pytest.raises(SealBroken):
        RING.open(sealed, context=PLACE[:-1] + "2")


def test_any_changed_byte_breaks_the_seal() -> None:
    sealed = RING.seal("王小明", context=PLACE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(SealBroken):
            RING.open(bytes(changed), context=PLACE)


def test_any_shorter_seal_is_broken() -> None:
    sealed = RING.seal("", context=PLACE)
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            RING.open(sealed[:length], context=PLACE)


def test_a_key_id_cannot_be_swapped_for_another_on_the_ring() -> None:
    twins = KeyRing(keys={"k1": OLD, "k2": OLD}, active="k1")
    sealed = twins.seal("王小明", context=PLACE)
    with pytest.raises(SealBroken):
        twins.open(sealed.replace(b"k1", b"k2", 1), context=PLACE)


def test_an_old_key_still_opens_and_asks_for_rotation() -> None:
    before = KeyRing(keys={"k1": OLD}, active="k1")
    sealed = before.seal("王小明", context=PLACE)
    assert not before.needs_rotation(sealed)
    assert RING.needs_rotation(sealed)
    rotated = RING.seal(RING.open(sealed, context=PLACE), context=PLACE)
    assert not RING.needs_rotation(rotated)


def test_a_key_taken_off_the_ring_opens_nothing() -> None:
    sealed = RING.seal("王小明", context=PLACE)
    with pytest.raises(SealBroken):
        KeyRing(keys={"k1": OLD}, active="k1").open(sealed, context=PLACE)


@pytest.mark.parametrize(
    ("keys", "active"),
    [
        ({"k1": OLD}, "k2"),
        ({"k1": OLD[:-1]}, "k1"),
        ({"": OLD}, ""),
        ({"k" * 33: OLD}, "k" * 33),
        ({"钥": OLD}, "钥"),
    ],
)
def test_a_ring_that_could_not_work_is_refused(keys: dict[str, bytes], active: str) -> None:
    with pytest.raises(KeyRingUnusable):
        KeyRing(keys=keys, active=active)


def test_keys_do_not_show_when_printed() -> None:
    assert repr(OLD) not in repr(RING)
    assert repr(OLD) not in repr(BlindIndex(OLD))


def test_a_blind_index_tells_values_fields_and_keys_apart() -> None:
    index = BlindIndex(OLD)
    assert index.of("mobile", "13800138000") == index.of("mobile", "13800138000")
    found = {
        index.of("mobile", "13800138000"),
        index.of("mobile", "13800138001"),
        index.of("card", "13800138000"),
        index.of("mobil", "e13800138000"),
        BlindIndex(NEW).of("mobile", "13800138000"),
    }
    assert len(found) == 5


def test_generated_keys_are_private_and_load(tmp_path: Path) -> None:
    path = tmp_path / "field-keys.json"
    generate_field_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    keys = FieldKeys.from_file(path)
    assert keys.ring.open(keys.ring.seal("x", context=PLACE), context=PLACE) == "x"
    assert list(tmp_path.iterdir()) == [path]


def test_keys_are_never_generated_over_others(tmp_path: Path) -> None:
    path = tmp_path / "field-keys.json"
    generate_field_keys(path)
    before = path.read_text()
    with pytest.raises(FileExistsError):
        generate_field_keys(path)
    assert path.read_text() == before


GOOD = json.loads(
    '{"active": "k1", "keys": {"k1": "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="},'
    ' "blind_index": "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=",'
    ' "cursor": "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="}'
)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{}",
        json.dumps(GOOD | {"active": "k9"}),
        json.dumps(GOOD | {"cursor": "c2hvcnQ="}),
        json.dumps(GOOD | {"cursor": None}),
        json.dumps(GOOD | {"blind_index": "not base64!"}),
        json.dumps(GOOD | {"keys": ["k1"]}),
        "\udcff",
    ],
)
def test_an_unusable_key_file_is_refused_without_quoting_it(tmp_path: Path, written: str) -> None:
    path = tmp_path / "field-keys.json"
    path.write_bytes(written.encode("utf-8", "surrogateescape"))
    with pytest.raises(FieldKeysUnusable) as refused:
        FieldKeys.from_file(path)
    assert str(refused.value).startswith(str(path))
    assert "MTEx" not in str(refused.value)


def test_a_missing_key_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FieldKeysUnusable, match="cannot be read"):
        FieldKeys.from_file(tmp_path / "nowhere.json")
