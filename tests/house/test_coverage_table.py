"""The table that ends a coverage run: what is asked of whom, and that too little is told."""

import json
from pathlib import Path

import pytest

from tests.coverage_table import main

DOMAIN = "services/repayment/loans/domain/figures.py"
ROUTES = "services/repayment/loans/routes/loans.py"


def a_report(folder: Path, name: str, walked: int) -> Path:
    """A report of one file of eight statements and two branches."""
    lines = min(walked, 8)
    summary = {
        "num_statements": 8,
        "covered_lines": lines,
        "num_branches": 2,
        "covered_branches": walked - lines,
    }
    found = {"summary": summary, "missing_lines": [7], "missing_branches": [[7, 9], [7, -5]]}
    report = folder / "report.json"
    report.write_text(json.dumps({"files": {name: found}}), encoding="utf-8")
    return report


@pytest.mark.parametrize(
    ("name", "walked", "below"),
    [
        (DOMAIN, 10, 0),
        (DOMAIN, 9, 1),
        ("services/repayment/domain/words.py", 9, 1),
        ("services/loan_engine/servicing/fold.py", 9, 1),
        (ROUTES, 9, 0),
        (ROUTES, 8, 1),
        ("gateway/proxy.py", 8, 1),
    ],
)
def test_what_decides_is_walked_whole_and_the_rest_to_nine_tenths(
    name: str, walked: int, below: int, tmp_path: Path
) -> None:
    assert main(a_report(tmp_path, name, walked)) == below


def test_what_is_missing_of_a_domain_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(a_report(tmp_path, DOMAIN, 9))
    table = capsys.readouterr().out
    assert "services/repayment/loans/domain" in table
    assert "90.0%  at least 100%: 1 not walked" in table
    assert f"{DOMAIN}: 7, 7->9, 7->-5" in table
