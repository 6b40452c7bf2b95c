"""Settings refuse to start when wrong, plainly and without showing a value."""

from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from services.kit.settings import EXIT_CONFIG, SECRETS_DIR_VARIABLE, ServiceSettings, load


class ThingSettings(ServiceSettings):
    """The settings of an invented service."""

    model_config = SettingsConfigDict(env_prefix="THINGS_")


GOOD = {
    "ENVIRONMENT": "development",
    "PORT": "8199",
    "OPS_PORT": "9199",
    "WORKER_OPS_PORT": "9198",
    "DATABASE_URL": "postgresql://things:hunter2@127.0.0.1/things",
    "KEYS_DIR": "/keys",
    "FIELD_KEYS_FILE": "/keys/fields.json",
}


def start(monkeypatch: pytest.MonkeyPatch, **changed: str | None) -> ThingSettings:
    for name, value in {**GOOD, **changed}.items():
        if value is not None:
            monkeypatch.setenv(f"THINGS_{name}", value)
    return load(ThingSettings)


def test_good_settings_are_read_once_and_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = start(monkeypatch, CORS_ORIGINS="https://a.example, https://b.example")
    assert settings.port == 8199
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.database_url.get_secret_value().endswith("@127.0.0.1/things")
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"PORT": None}, "THINGS_PORT: "),
        ({"PORT": "hunter2"}, "THINGS_PORT: "),
        ({"PORT": "70000"}, "THINGS_PORT: "),
        (
            {"DATABASE_URL": "mysql://hunter2@h/x"},
            "THINGS_DATABASE_URL: must start with postgresql://",
        ),
        ({"CORS_ORIGINS": "*"}, "THINGS_CORS_ORIGINS: must list exact origins"),
        ({"CORS_ORIGINS": "https://*.example"}, "THINGS_CORS_ORIGINS: must list exact origins"),
        ({"ENVIRONMENT": "staging"}, "THINGS_ENVIRONMENT: "),
        ({"ENVIRONMENT": "production", "SANDBOX": "true"}, "THINGS: SANDBOX and ENVIRONMENT"),
        ({"ENVIRONMENT": "production", "FAILPOINT": "a.b:crash"}, "THINGS: FAILPOINT"),
        ({"ENVIRONMENT": "production", "FAILPOINT_FILE": "/f"}, "THINGS: FAILPOINT"),
        ({"POOL_SIZE": "0"}, "THINGS_POOL_SIZE: "),
        ({"DATBASE_URL": "hunter2"}, "THINGS_DATBASE_URL: there is no such setting"),
    ],
)
def test_a_wrong_setting_is_one_plain_line_and_78(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str | None],
    line: str,
) -> None:
    with pytest.raises(SystemExit) as stopped:
        start(monkeypatch, **changed)
    assert stopped.value.code == EXIT_CONFIG
    told = capsys.readouterr().err
    assert told.startswith(line)
    assert told.count("\n") == 1
    assert "hunter2" not in told


def test_every_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        start(monkeypatch, PORT="x", OPS_PORT="y", LOG_LEVEL="loud")
    names = {line.partition(":")[0] for line in capsys.readouterr().err.splitlines()}
    assert names == {"THINGS_PORT", "THINGS_OPS_PORT", "THINGS_LOG_LEVEL"}


def test_secrets_come_from_files_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "things_database_url").write_text("postgresql://from-file/x")
    (tmp_path / "things_log_level").write_text("error")
    monkeypatch.setenv(SECRETS_DIR_VARIABLE, str(tmp_path))
    settings = start(monkeypatch, DATABASE_URL=None, LOG_LEVEL="debug")
    assert settings.database_url.get_secret_value() == "postgresql://from-file/x"
    assert settings.log_level == "debug"


def test_production_is_what_is_meant_when_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch, ENVIRONMENT=None).environment == "production"
