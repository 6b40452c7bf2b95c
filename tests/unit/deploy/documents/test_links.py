"""No page sends its reader to a file that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for folder in ("docs", "services", "gateway", "deploy", "bench", "tests")
    for page in (ROOT / folder).rglob("*.md")
)


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", *PAGES])
def test_every_link_leads_somewhere(page: str) -> None:
    file = ROOT / page
    targets = [found[1] for found in LINK.finditer(file.read_text(encoding="utf-8"))]
    inner = [target for target in targets if "://" not in target and target[0] != "/"]
    assert [target for target in inner if not (file.parent / target).exists()] == []
