"""A seal as the outside keeps it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.kit.redaction import redact
from services.kit.seal_records import Seal, number_of

SEAL = Seal(
    seal_no=7,
    from_xid=1_000_000_000_001,
    until_xid=1_000_000_000_002,
    entries=3,
    root=bytes(range(32)),
    prev=b"\x00" * 32,
    hash=b"\x11" * 32,
    sealed_at=datetime(2026, 11, 3, 2, 15, 7, 123, tzinfo=UTC),
)


def test_the_line_tells_everything_and_its_number_can_be_read_back() -> None:
    assert number_of(SEAL.line()) == 7
    assert SEAL.hash.hex() in SEAL.line()
    assert "2026-11-03T02:15:07.000123Z" in SEAL.line()


@pytest.mark.parametrize(
    "changed",
    [
        replace(SEAL, seal_no=8),
        replace(SEAL, from_xid=1),
        replace(SEAL, until_xid=1),
        replace(SEAL, entries=4),
        replace(SEAL, root=b"\x01" * 32),
        replace(SEAL, prev=b"\x01" * 32),
        replace(SEAL, sealed_at=datetime(2026, 11, 3, tzinfo=UTC)),
    ],
)
def test_the_hash_depends_on_every_member(changed: Seal) -> None:
    assert changed.digest() != SEAL.digest()
    assert changed.line() != SEAL.line()


def test_redaction_leaves_the_line_in_the_log_whole() -> None:
    assert redact({"seal": SEAL.line()}) == {"seal": SEAL.line()}


@pytest.mark.parametrize("line", ["", "{", "7", "[]", "{}", '{"seal_no":"7"}', "null"])
def test_what_is_no_seal_has_no_number(line: str) -> None:
    assert number_of(line) is None
