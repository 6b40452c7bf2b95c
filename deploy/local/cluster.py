"""Making a data folder, and the settings its server runs with."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.local.accounts import Account
from deploy.local.postgres_binaries import Binaries
from deploy.local.refusals import ClusterUnusable

SUPERUSER: Final = "postgres"
HOST: Final = "127.0.0.1"
INITDB_TIMEOUT_S: Final = 60.0
VERSION_TIMEOUT_S: Final = 10.0
SETTINGS_FILE: Final = "xiaowei.conf"
VERSION_FILE: Final = "PG_VERSION"

SETTINGS: Final[Mapping[str, str]] = {
    "listen_addresses": HOST,
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    # Details and statements of a failing query quote rows, and rows hold personal data.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def make_cluster(data_dir: Path, account: Account, binaries: Binaries, password: str) -> None:
    """Initialise `data_dir` for `account`; all of it or nothing. Raises ClusterUnusable."""
    unfinished = data_dir.with_name(f"{data_dir.name}.new")
    password_copy = data_dir.with_name(f"{data_dir.name}.initdb")
    shutil.rmtree(unfinished, ignore_errors=True)
    password_copy.unlink(missing_ok=True)
    unfinished.mkdir(mode=0o700)
    account.own(unfinished)
    account.write_private(password_copy, f"{password}\n")
    try:
        made = account.run(
            [
                binaries.initdb,
                f"--pgdata={unfinished}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_copy}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                # The same order of text on every machine, whatever its C library knows.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
            ],
            timeout_s=INITDB_TIMEOUT_S,
        )
    finally:
        password_copy.unlink()
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise ClusterUnusable(f"initdb failed: {made.stdout.strip()}")
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"\ninclude '{SETTINGS_FILE}'\n")
    unfinished.rename(data_dir)


def is_cluster(data_dir: Path) -> bool:
    """Whether a server has been set up here. Raises ClusterUnusable for a folder closed to us."""
    try:
        return (data_dir / VERSION_FILE).exists()
    except PermissionError:
        raise ClusterUnusable(f"{data_dir} belongs to another user.") from None


def require_same_version(data_dir: Path, account: Account, binaries: Binaries) -> None:
    """Raise ClusterUnusable for files of another Postgres version than the programs'."""
    files = (data_dir / VERSION_FILE).read_text(encoding="utf-8").strip()
    said = account.run([binaries.postgres, "--version"], timeout_s=VERSION_TIMEOUT_S).stdout
    programs = said.split()[-1].partition(".")[0]
    if files != programs:
        raise ClusterUnusable(
            f"{data_dir} was made by Postgres {files}, the programs are version {programs}: "
            "dump it with the old ones, or remove the folder to begin anew."
        )


def write_settings(data_dir: Path, account: Account, settings: Mapping[str, str]) -> None:
    """Write the settings the next start reads; `settings` win over the usual ones."""
    lines = [f"{name} = {_quoted(value)}" for name, value in {**SETTINGS, **settings}.items()]
    path = data_dir / SETTINGS_FILE
    path.unlink(missing_ok=True)
    account.write_private(path, "\n".join(lines) + "\n")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
