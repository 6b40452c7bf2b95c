"""`python -m services.kit.migrate`, run as a person or a Job runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.kit.migrations import head
from tests.postgres_run import SERVICES, Addresses

ROOT = Path(__file__).parents[3]


def migrate(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "services.kit.migrate", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def owners(database: Addresses) -> dict[str, str]:
    return {f"{n.upper()}_OWNER_DATABASE_URL": database.owner_url(n) for n in SERVICES}


def test_all_says_where_each_schema_stands(database: Addresses) -> None:
    done = migrate("all", "--check", env=owners(database))
    assert (done.returncode, done.stderr) == (0, "")
    for name in SERVICES:
        assert f"{name}: stands at {head(name)}\n" in done.stdout
        assert f"{name}: is what its tables declare\n" in done.stdout


def test_an_address_may_come_from_a_mounted_file(database: Addresses, tmp_path: Path) -> None:
    (tmp_path / "repayment_owner_database_url").write_text(database.owner_url("repayment"))
    done = migrate("repayment", env={"XIAOWEI_SECRETS_DIR": str(tmp_path)})
    assert (done.returncode, done.stdout) == (0, f"repayment: stands at {head('repayment')}\n")


def test_a_missing_address_is_one_plain_line_and_exit_78() -> None:
    done = migrate("repayment", env={})
    assert done.returncode == 78
    assert done.stderr.startswith("REPAYMENT_OWNER_DATABASE_URL is not set")
    assert done.stderr.count("\n") == 1


def test_an_unknown_service_is_one_plain_line_and_exit_78() -> None:
    done = migrate("../kit", env={})
    assert done.returncode == 78
    assert done.stderr == "No service '../kit' with migrations is installed.\n"


@pytest.mark.parametrize(
    "url", ["postgresql://x:secret@127.0.0.1:1/none", "postgresql://x:secret@:port/none"]
)
def test_a_database_that_is_away_is_one_plain_line_without_the_password(url: str) -> None:
    done = migrate("repayment", env={"REPAYMENT_OWNER_DATABASE_URL": url})
    assert done.returncode == 1
    assert done.stderr.startswith("repayment: ")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
