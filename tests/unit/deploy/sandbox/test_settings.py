"""What the sandbox's two outsiders may be told, and what is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.sandbox.bureau.settings import BureauSettings
from deploy.sandbox.rail.settings import RailSettings

BUREAU = {"SANDBOX_BUREAU_PORT": "8151", "SANDBOX_BUREAU_RECORD_FILE": "bureau.jsonl"}
RAIL = {
    "SANDBOX_RAIL_PORT": "8152",
    "SANDBOX_RAIL_BOOK_FILE": "rail.jsonl",
    "SANDBOX_RAIL_CALLBACK_URL": "http://127.0.0.1:8080/v1/provider-callbacks/sandbox",
    "SANDBOX_RAIL_CALLBACK_SECRET_FILE": "secrets",
}


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (BUREAU | RAIL).items():
        monkeypatch.setenv(name, value)


def test_the_bureau_needs_a_port_and_a_book() -> None:
    settings = BureauSettings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8151)
    assert settings.record_file == Path("bureau.jsonl")


def test_the_rail_needs_a_port_a_book_and_whom_to_call() -> None:
    settings = RailSettings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8152)
    assert (settings.book_file, settings.callback_secret_file) == (
        Path("rail.jsonl"),
        Path("secrets"),
    )


@pytest.mark.parametrize("name", [*BUREAU, *RAIL])
def test_what_is_needed_is_asked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(ValidationError):
        BureauSettings() if name in BUREAU else RailSettings()


@pytest.mark.parametrize("name", ["SANDBOX_BUREAU_SLOW_S", "SANDBOX_RAIL_LATE_S"])
def test_nobody_is_kept_waiting_for_less_than_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "-1")
    with pytest.raises(ValidationError):
        BureauSettings() if name.startswith("SANDBOX_BUREAU") else RailSettings()
