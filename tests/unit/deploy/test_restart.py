"""Restarting programs of a stack that is not there."""

from pathlib import Path

import pytest

from deploy.local import restart
from deploy.local.home import Home


@pytest.mark.parametrize("claim", [None, "", "2147483647\n"])
def test_nothing_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    claim: str | None,
) -> None:
    monkeypatch.setenv("XIAOWEI_HOME", str(tmp_path))
    if claim is not None:
        Home(tmp_path).claim.write_text(claim)
    assert restart.main(["gateway"]) == restart.EXIT_REFUSED
    assert capsys.readouterr().err == f"Nothing runs in {tmp_path}: `make run` starts it.\n"
