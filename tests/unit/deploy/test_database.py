"""Which database the stack uses, and as whom."""

from pathlib import Path

import pytest

from deploy.local.database import StackDatabase
from deploy.local.home import Home
from deploy.local.settings import StackSettings


def _given(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StackDatabase:
    monkeypatch.setenv("DATABASE_URL", url)
    return StackDatabase(StackSettings(), Home(tmp_path))


def test_a_database_named_in_the_address_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://admin:secret@db.example:5433/lending?sslmode=require"
    database = _given(url, tmp_path, monkeypatch)
    assert not database.is_own
    assert database.name == "lending"
    assert database.admin_dsn == url
    password = Home(tmp_path).role_passwords()["repayment"]
    assert database.runtime_dsn("repayment") == (
        f"postgresql://repayment:{password}@db.example:5433/lending?sslmode=require"
    )


def test_an_address_without_a_database_gets_one_of_our_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = _given("postgresql://admin@db.example", tmp_path, monkeypatch)
    assert database.name == "xiaowei"
    assert database.admin_dsn == "postgresql://admin@db.example/postgres"
    assert database.owner_dsns()["application"].startswith("postgresql://application_owner:")
    assert database.owner_dsns()["application"].endswith("@db.example/xiaowei")
