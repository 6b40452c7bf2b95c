"""What keeps a service process from starting is one plain line and an exit status."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.kit.field_keys import generate_field_keys
from services.kit.service_keys import generate
from tests.postgres_run import Addresses

ROOT = Path(__file__).parents[3]
ENDS_MAX_S = 60
MODULES = ("services.underwriting", "services.underwriting.worker")


@pytest.fixture
def told(database: Addresses, tmp_path: Path) -> dict[str, str]:
    """What a process of the service would start with."""
    generate(tmp_path, ["underwriting"])
    generate_field_keys(tmp_path / "fields.json")
    return {
        "UNDERWRITING_ENVIRONMENT": "development",
        "UNDERWRITING_PORT": "1",
        "UNDERWRITING_OPS_PORT": "2",
        "UNDERWRITING_WORKER_OPS_PORT": "3",
        "UNDERWRITING_DATABASE_URL": database.url("underwriting"),
        "UNDERWRITING_KEYS_DIR": str(tmp_path),
        "UNDERWRITING_FIELD_KEYS_FILE": str(tmp_path / "fields.json"),
    }


def _refusal(module: str, told: Mapping[str, str]) -> tuple[int, str]:
    """The exit status and the words of a process that does not start."""
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
        timeout=ENDS_MAX_S,
        check=False,
    )
    assert ended.stdout == ""
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("module", MODULES)
def test_each_missing_or_wrong_setting_is_named(module: str, told: dict[str, str]) -> None:
    del told["UNDERWRITING_PORT"]
    told["UNDERWRITING_POOL_SIZE"] = "many"
    status, words = _refusal(module, told)
    assert status == os.EX_CONFIG
    assert [line.partition(":")[0] for line in sorted(words.splitlines())] == [
        "UNDERWRITING_POOL_SIZE",
        "UNDERWRITING_PORT",
    ]


def test_missing_keys_are_one_line(told: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "fields.json").unlink()
    status, words = _refusal("services.underwriting", told)
    assert status == os.EX_CONFIG
    assert words.startswith("underwriting: ")
    assert "fields.json" in words
    assert len(words.splitlines()) == 1


def test_a_role_with_other_rights_than_it_should_have_is_refused(
    told: dict[str, str], database: Addresses
) -> None:
    told["UNDERWRITING_DATABASE_URL"] = database.owner_url("underwriting")
    status, words = _refusal("services.underwriting", told)
    assert status == os.EX_CONFIG
    assert "underwriting: role underwriting_owner" in words


def test_a_database_that_is_not_there_is_one_line(told: dict[str, str]) -> None:
    told["UNDERWRITING_DATABASE_URL"] = "postgresql://underwriting@127.0.0.1:1/none"
    status, words = _refusal("services.underwriting", told)
    assert (status, words) == (
        os.EX_UNAVAILABLE,
        "underwriting: the database does not answer\n",
    )
