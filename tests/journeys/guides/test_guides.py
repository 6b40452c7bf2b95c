"""Whoever follows a guide gets what it says."""

import re
from pathlib import Path

import pytest

from tests.journeys.guides.guide import blocks_of, untruths
from tests.journeys.running_stack import ROOT, RunningStack

GUIDES = ROOT / "docs" / "guides"
pytestmark = pytest.mark.timeout(300)
FENCE = re.compile(r"^```(\w*)$", re.MULTILINE)


async def test_a_frontend_developer_gets_what_the_guide_says(
    stack: RunningStack, tmp_path: Path
) -> None:
    found = await untruths(GUIDES / "frontend.md", stack.url, tmp_path)
    assert found == [], "\n".join(found)


async def test_an_operator_gets_what_the_guide_says(stack: RunningStack, tmp_path: Path) -> None:
    page = GUIDES / "operations.md"
    found = await untruths(page, stack.url, tmp_path, stack.settings)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("drill", ["changing-keys.md", "restoring.md"])
async def test_a_drill_ends_as_it_says(stack: RunningStack, tmp_path: Path, drill: str) -> None:
    found = await untruths(GUIDES / drill, stack.url, tmp_path, stack.settings)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("page", sorted(GUIDES.glob("*.md")), ids=lambda page: page.stem)
def test_a_guide_shows_nothing_that_is_not_run(page: Path) -> None:
    fences = FENCE.findall(page.read_text(encoding="utf-8"))
    blocks = blocks_of(page)
    shown = sum(block.shown is not None for block in blocks)
    assert (fences.count("sh"), fences.count("text")) == (len(blocks), shown)
    assert set(fences) <= {"sh", "text", ""}


async def test_a_guide_that_is_wrong_is_found_out(stack: RunningStack, tmp_path: Path) -> None:
    page = tmp_path / "wrong.md"
    page.write_text(
        "```sh\necho one; echo two\n```\n```text\none\n…\n```\n"
        "```sh\necho three\n```\n```text\nfour\n```\n"
        "```sh\n. docs/guides/calls.sh\ncurl -s $G/v1/loans | pick data\n```\n",
        encoding="utf-8",
    )
    wrong, failed = await untruths(page, stack.url, tmp_path)
    assert wrong == "wrong.md:8 prints\nthree\nwhere the page has\nfour\n"
    assert failed.startswith("wrong.md:14 fails with 1:")
    assert "token_required" in failed
