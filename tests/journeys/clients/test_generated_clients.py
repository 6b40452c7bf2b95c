"""Clients that strangers would generate from `/openapi.json`, checked by their languages' own
type checkers and walked from the first form to a repayment.

The TypeScript one is collected where `make clients` found node; the Python one is there always.
"""

import asyncio
import json
import secrets
import shutil
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import psutil
import pytest

from deploy.demo.people import somebody
from deploy.sandbox.bureau.truth_table import Case
from services.kit.clock import SystemClock
from tests.journeys.running_stack import ROOT, RunningStack

pytestmark = pytest.mark.timeout(300)
HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
TYPESCRIPT = HERE / "typescript"
WORKSHOP = ROOT / ".venv" / "typescript_client"
MODULES = WORKSHOP / "node_modules"
CLIENT = "xiaowei_client"
# The generators' and checkers' own time on a busy machine.
PATIENCE_S = 150.0


async def test_a_python_client_is_whole_strictly_typed_and_walks_to_a_repayment(
    stack: RunningStack, tmp_path: Path
) -> None:
    warnings = await said(
        *(str(BIN / "openapi-python-client"), "generate", "--url", f"{stack.url}/openapi.json"),
        *("--config", str(HERE / "generated.yaml"), "--meta", "none"),
        *("--output-path", str(tmp_path / CLIENT), "--fail-on-warning"),
    )
    assert "WARNING" not in warnings
    program = HERE / "by_python.py"
    await said(
        *(str(BIN / "mypy"), "--strict", "--config-file=", "--cache-dir", str(tmp_path / "mypy")),
        *(str(tmp_path / CLIENT), str(program)),
        MYPYPATH=str(tmp_path),
    )
    path = f"{tmp_path}:{ROOT}"
    walked = await said(sys.executable, str(program), stack.url, a_stranger(), PYTHONPATH=path)
    assert walked.startswith("active loan_")


async def the_typescript_client(stack: RunningStack, tmp_path: Path) -> None:
    """Types from the contract, a program on them under `tsc --strict`, and a walk with node."""
    for name in ("journey.ts", "tsconfig.json", "package.json"):
        shutil.copy(TYPESCRIPT / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(MODULES)
    tool = MODULES / ".bin"
    contract, types = f"{stack.url}/openapi.json", str(tmp_path / "api.ts")
    await said(str(tool / "openapi-typescript"), contract, "-o", types)
    await said(str(tool / "tsc"), "--project", str(tmp_path))
    program = str(tmp_path / "built" / "journey.js")
    walked = await said("node", program, stack.url, a_stranger())
    assert walked.startswith("active loan_")


if (WORKSHOP / ".installed").exists():
    test_a_typescript_client_compiles_strictly_and_walks_to_a_repayment = the_typescript_client


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
    """What a program says; fails when it fails."""
    running = await asyncio.create_subprocess_exec(
        program, *words,
        cwd=ROOT, env=psutil.Process().environ() | chosen, stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE_S):
        told = (await running.communicate())[0].decode()
    assert running.returncode == 0, told
    return told
