"""The committed contracts are what the code says, and a difference does not pass."""

import json
import shutil
from pathlib import Path

import pytest

from deploy.local import openapi
from deploy.local.settings import SERVICES


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The four contracts in a folder of their own, which the command is pointed at."""
    services = tmp_path / "services"
    for service in SERVICES:
        (services / service).mkdir(parents=True)
        shutil.copy(openapi.SERVICES_DIR / service / "openapi.json", services / service)
    monkeypatch.setattr(openapi, "SERVICES_DIR", services)
    return services


def test_the_committed_contracts_are_what_the_code_says() -> None:
    assert openapi.main(["--check"]) == 0


def test_a_contract_that_differs_is_named_and_left_alone(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied / "repayment" / "openapi.json"
    file.write_text("{}\n", encoding="utf-8")
    (copied / "disbursement" / "openapi.json").unlink()
    assert openapi.main(["--check"]) == openapi.EXIT_DRIFT
    told = capsys.readouterr().err
    assert "services/repayment/openapi.json" in told
    assert "services/disbursement/openapi.json" in told
    assert "services/application/openapi.json" not in told
    assert file.read_text(encoding="utf-8") == "{}\n"


def test_the_command_writes_what_differs(copied: Path) -> None:
    file = copied / "repayment" / "openapi.json"
    file.write_text("{}\n", encoding="utf-8")
    assert openapi.main([]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["info"]["title"] == "Xiaowei repayment"
    assert openapi.main(["--check"]) == 0
