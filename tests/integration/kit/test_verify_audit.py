"""The command that asks whether the audit is as it was written."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from services.kit.seal_export import SealExport
from services.kit.seals import seal_once
from services.kit.verify_audit import AuditAddress, main, verify_service
from tests.integration.kit.notes import Notes, a_note, quiet
from tests.postgres_run import SERVICES, Addresses


def address(notes: Notes, kept: Path | None) -> AuditAddress:
    return AuditAddress(database_url=SecretStr(notes.url), seal_export_file=kept)


async def sealed(notes: Notes, kept: Path) -> None:
    await quiet(notes)
    assert await seal_once(notes.sessions, SealExport(kept)) is not None


async def test_a_whole_audit_is_said_to_be_whole(
    notes: Notes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "seals.jsonl"
    await a_note(notes, changes=2)
    await sealed(notes, kept)
    assert await verify_service("notes", address(notes, kept)) == []
    assert capsys.readouterr().out == "notes: whole: 3 entries, 1 seals\n"


async def test_o3_each_finding_is_a_line(
    notes: Notes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "seals.jsonl"
    note = await a_note(notes, changes=2)
    await sealed(notes, kept)
    await notes.admin.execute("ALTER TABLE notes.audit DISABLE TRIGGER history_is_kept")
    await notes.admin.execute("DELETE FROM notes.audit WHERE seq = 2")
    assert await verify_service("notes", address(notes, kept))
    assert capsys.readouterr().out.splitlines() == [
        f"notes: entry {note}/2: is missing; the next one there is 3",
        "notes: seal 1: covered 3 entries, now there are 2",
    ]


async def test_o3_a_file_of_seals_that_is_gone_is_a_finding(
    notes: Notes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await a_note(notes)
    await sealed(notes, tmp_path / "seals.jsonl")
    assert await verify_service("notes", address(notes, tmp_path / "other.jsonl"))
    assert capsys.readouterr().out == "notes: file other.jsonl: has no line of the 1 seals\n"


async def test_without_a_file_the_answer_says_so(
    notes: Notes, capsys: pytest.CaptureFixture[str]
) -> None:
    await a_note(notes)
    assert await verify_service("notes", address(notes, None)) == []
    assert "not compared with the outside" in capsys.readouterr().out


def test_the_command_checks_all_services_of_the_installation(
    database: Addresses, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for service in SERVICES:
        monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", database.url(service))
    assert main(["all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [name, "whole"] for name in sorted(SERVICES)
    ]


def test_a_missing_address_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("REPAYMENT_DATABASE_URL", raising=False)
    assert main(["repayment"]) == 78
    assert capsys.readouterr().err.startswith("REPAYMENT_DATABASE_URL is not set")


def test_a_database_that_is_away_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REPAYMENT_DATABASE_URL", "postgresql://repayment@127.0.0.1:1/none")
    assert main(["repayment"]) == 69
    assert capsys.readouterr().err
