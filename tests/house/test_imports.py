"""The import contracts see a breach of each of them, planted into a copy of the tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rules.tree import PRODUCT, modules

ROOT = Path(__file__).parents[2]
LINT_TIMEOUT_S = 60
KEPT_OR_BROKEN = re.compile(r"^(.+) (KEPT|BROKEN)(?: \(\d+ ignored imports?\))?$", re.MULTILINE)

# The beginning of a contract's name; a file; what is planted into it.
PLANTS = (
    ("Services never", "services/repayment/schema.py", "import services.underwriting.schema"),
    ("The kit knows no", "services/kit/money.py", "import services.application.schema"),
    ("A service knows neither", "services/disbursement/schema.py", "import gateway.paths"),
    ("The gateway knows", "gateway/paths.py", "import services.kit.database"),
    ("The kit's lower floor", "services/kit/clock.py", "import pydantic"),
    ("The loan engine knows", "services/loan_engine/terms.py", "import services.kit.errors"),
    ("The domain decides", "services/application/domain/products.py", "import sqlalchemy"),
    (
        "Application: routes ask",
        "services/application/catalogue/tables.py",
        "import services.application.catalogue.repository",
    ),
    (
        "Application: its composition",
        "services/application/visibility.py",
        "import services.application.catalogue.entry",
    ),
    (
        "Disbursement: areas are layered",
        "services/disbursement/contracts/tables.py",
        "import services.disbursement.contracts.repository",
    ),
    (
        "Disbursement: payouts decide",
        "services/disbursement/payouts/tables.py",
        "import services.disbursement.payouts.repository",
    ),
    (
        "Disbursement: its composition",
        "services/disbursement/name_index.py",
        "import services.disbursement.contracts.entry",
    ),
    (
        "Repayment: routes ask",
        "services/repayment/quotes/schemas/read.py",
        "import services.repayment.quotes.views",
    ),
    (
        "Repayment: areas are layered",
        "services/repayment/loans/tables.py",
        "import services.repayment.loans.repository",
    ),
    (
        "Repayment: its composition",
        "services/repayment/reader.py",
        "import services.repayment.loans.entry",
    ),
    (
        "Underwriting: checks and limits",
        "services/underwriting/watchlist/tables.py",
        "import services.underwriting.watchlist.repository",
    ),
    (
        "Underwriting: the bureau's entry",
        "services/underwriting/bureau/protocol.py",
        "import services.underwriting.bureau.entry",
    ),
)


@pytest.mark.parametrize(("contract", "path", "planted"), PLANTS, ids=[p[0] for p in PLANTS])
def test_a_planted_import_breaks_its_contract(
    contract: str, path: str, planted: str, tmp_path: Path
) -> None:
    _copy_tree(tmp_path)
    file = tmp_path / path
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{planted}\n", encoding="utf-8")
    broken = [name for name, verdict in _verdicts(tmp_path) if verdict == "BROKEN"]
    assert any(name.startswith(contract) for name in broken)


def test_the_tree_as_it_stands_keeps_every_contract(tmp_path: Path) -> None:
    _copy_tree(tmp_path)
    verdicts = _verdicts(tmp_path)
    assert [name for name, verdict in verdicts if verdict != "KEPT"] == []
    assert len(verdicts) == len(PLANTS)


def _copy_tree(target: Path) -> None:
    """Copies with their times, so that the runs share one cache of what imports what."""
    shutil.copy2(ROOT / "pyproject.toml", target)
    for module in modules(ROOT, PRODUCT):
        copied = target / module.path
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(module.file, copied)


def _verdicts(root: Path) -> list[tuple[str, str]]:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(  # noqa: S603  our own environment's program over a copy of our tree
        [str(program), "--no-logo", "--cache-dir", str(root.parent / "imports")],
        cwd=root,
        env={"COLUMNS": "200", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
        text=True,
        timeout=LINT_TIMEOUT_S,
    )
    verdicts = [(name, verdict) for name, verdict in KEPT_OR_BROKEN.findall(done.stdout)]
    assert verdicts, done.stdout + done.stderr
    return verdicts
