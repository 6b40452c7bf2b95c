"""The folder of one deployment."""

from pathlib import Path

import pytest

from deploy.local.home import Home
from deploy.local.settings import SERVICES


def test_each_role_keeps_its_own_password(tmp_path: Path) -> None:
    made = Home(tmp_path / "new").role_passwords()
    assert made.keys() == {*SERVICES, *(f"{service}_owner" for service in SERVICES)}
    assert len(set(made.values())) == len(made)
    assert Home(tmp_path / "new").role_passwords() == made


def test_passwords_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    Home(tmp_path).role_passwords()
    assert (tmp_path / "roles.json").stat().st_mode & 0o777 == 0o600


def test_a_relative_folder_holds_when_the_working_directory_changes() -> None:
    assert Home(Path(".local")).root.is_absolute()


def test_the_terminal_is_told_the_shorter_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Home(Path(".local")).told == Path(".local")
    assert Home(tmp_path.parent / "elsewhere").told == tmp_path.parent / "elsewhere"
