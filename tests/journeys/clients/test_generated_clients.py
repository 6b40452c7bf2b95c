"""Clients that strangers would generate from `/openapi.json`, checked by their languages' own
type checkers and walked from the first form to a repayment.

The TypeScript one is collected where `make setup` found node; the Python one is there always.
"""

import asyncio
import json
import secrets
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import psutil

from deploy.demo.people import somebody
from deploy.sandbox.bureau.truth_table import Case
from services.kit.clock import SystemClock
from tests.journeys.running_stack import ROOT, RunningStack

HERE = Path(__file__).parent
CLIENT = "xiaowei_client"
# The generators' and checkers' own time on a busy machine.
PATIENCE_S = 90.0


async def test_a_python_client_is_whole_strictly_typed_and_walks_to_a_repayment(
    stack: RunningStack, tmp_path: Path
) -> None:
    warnings = await said(
        *("openapi-python-client", "generate", "--url", f"{stack.url}/openapi.json"),
        *("--config", str(HERE / "generated.yaml"), "--meta", "none"),
        *("--output-path", str(tmp_path / CLIENT), "--fail-on-warning"),
    )
    assert "WARNING" not in warnings
    program = HERE / "by_python.py"
    await said(
        *("mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "mypy")),
        *(str(tmp_path / CLIENT), str(program)),
        MYPYPATH=str(tmp_path),
    )
    path = f"{tmp_path}:{ROOT}"
    walked = await said("python", str(program), stack.url, a_stranger(), PYTHONPATH=path)
    assert walked.startswith("active loan_")


def a_stranger() -> str:
    """A borrower nobody has met, as JSON."""
    today = SystemClock().today()
    who = somebody(Case.CLEAN, today)
    return json.dumps(
        {
            "username": f"borrower-{secrets.token_hex(8)}",
            "party": who.party,
            "account": who.account,
            "papers_dated": today.isoformat(),
        }
    )


async def said(program: str, *words: str, **chosen: str) -> str:
    """What a program of the environment says; fails when it fails."""
    running = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name(program)), *words,
        cwd=ROOT, env=psutil.Process().environ() | chosen, stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE_S):
        told = (await running.communicate())[0].decode()
    assert running.returncode == 0, told
    return told
