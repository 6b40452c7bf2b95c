"""The check as a whole."""

from datetime import timedelta
from pathlib import Path

import pytest

from deploy.invariants.__main__ import main
from deploy.invariants.check import Verdict, check
from deploy.invariants.every import EVERY
from deploy.invariants.invariant import Breach, Invariant, found_by
from tests.postgres_run import Addresses

FIRST = EVERY[0]


async def test_an_empty_deployment_breaks_nothing(empty_deployment: Addresses) -> None:
    for verdict in await check(empty_deployment.admin_dsn, unsent_after=timedelta(0)):
        assert verdict.breaches == [], str(verdict)


def test_the_numbers_rise_and_no_sentence_is_said_twice() -> None:
    numbers = [each.number for each in EVERY]
    assert numbers == sorted(set(numbers))
    assert len({each.sentence for each in EVERY}) == len(EVERY)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, f"C17 {FIRST.sentence}: ok"),
        (1, f"C17 {FIRST.sentence}: 1 row\n    here 0: wrong"),
        (
            7,
            f"C17 {FIRST.sentence}: 7 rows\n"
            + "\n".join(f"    here {number}: wrong" for number in range(5))
            + "\n    and 2 more",
        ),
    ],
)
def test_a_verdict_shows_the_first_rows(count: int, told: str) -> None:
    found = [Breach(f"here {number}", "wrong") for number in range(count)]
    assert str(Verdict(Invariant(17, FIRST.sentence, found_by()), found)) == told


def test_the_command_says_a_line_for_each(
    empty_deployment: Addresses,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("INVARIANTS_DATABASE_URL", empty_deployment.admin_dsn)
    (tmp_path / "repayment.jsonl").write_text('{"seal_no": 1}\n', encoding="utf-8")
    monkeypatch.setenv("INVARIANTS_SEALS_DIR", str(tmp_path))
    assert main() == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("C")]
    assert [line.split()[0] for line in said] == [f"C{each.number}" for each in EVERY]
    assert next(line for line in said if line.startswith("C23")).endswith(": 1 row")


def test_a_missing_address_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("INVARIANTS_DATABASE_URL", raising=False)
    assert main() == 78
    assert capsys.readouterr().err.startswith("INVARIANTS_DATABASE_URL is not set")


def test_a_database_that_is_away_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INVARIANTS_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/none")
    assert main() == 69
    assert capsys.readouterr().err
