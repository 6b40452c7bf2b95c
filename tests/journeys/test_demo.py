"""`make demo`: its stories come to their ends, on the stack that runs and on one of its own."""

import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.demo.__main__ import EXIT_STOPPED, STORIES
from deploy.demo.papers import words_of
from tests.journeys.conftest import sound_stack
from tests.journeys.running_stack import RunningStack

# A year of a whole deployment, day by day, takes its time on a busy machine.
pytestmark = pytest.mark.timeout(400)

ENDS = (
    # of the small loan
    "accepts the offer as it was made",
    "to be paid back in all",
    "→ signed",
    "→ settled",
    "12 days late, penalty ¥",
    "pays before its time ¥10,000.00: interest ¥",
    "nothing is left: ¥0.00",
    "repayment prints the certificate of settlement (a PDF of",
    "was repaid in full on",
    "and that nothing is owed on it.”",
    "disbursed → active → settled",
    # of the decline
    "→ declined",
    "what would change it:",
    # of the larger one
    "→ refused: own work",
    "approves it, being somebody else",
)


@pytest.fixture(scope="module")
async def aging_stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    """A stack whose clock goes years ahead: rules of later years would greet anybody after it."""
    async with sound_stack(tmp_path_factory.mktemp("aging")) as running:
        yield running


@pytest.fixture(scope="module")
async def first(aging_stack: RunningStack) -> str:
    """What it told when it was first run on a stack."""
    return await aging_stack.demonstration()


def test_its_stories_come_to_their_ends(aging_stack: RunningStack, first: str) -> None:
    assert first.startswith(f"On the stack that runs at {aging_stack.url}.")
    assert "over 12 months" in first
    _comes_to_its_ends(first)


def test_the_certificate_is_kept_where_it_says(aging_stack: RunningStack, first: str) -> None:
    (paid, name) = re.findall(r"paid in all: ¥([0-9,.]+); kept as \S*/(\S+)", _one_line(first))[0]
    kept = aging_stack.home.root / "demo" / name
    assert f"In all CNY {paid} CNY 0.00" in words_of(kept.read_bytes())


async def test_it_is_told_again_a_year_later_of_other_people(
    aging_stack: RunningStack, first: str
) -> None:
    again = await aging_stack.demonstration()
    _comes_to_its_ends(again)
    registered = re.compile("registers as .*")
    assert registered.findall(again) != registered.findall(first)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder of a short path: the address of a socket holds some hundred bytes."""
    with tempfile.TemporaryDirectory(prefix="xw-") as folder:
        yield Path(folder)


async def test_where_nothing_runs_it_starts_a_stack_and_leaves_nothing(
    tmp_path: Path, temporary: Path
) -> None:
    nowhere = RunningStack(tmp_path / "home", TMPDIR=str(temporary))
    await nowhere.launch(module="deploy.demo")
    await nowhere.says("registers as")
    assert nowhere.said.startswith(f"Nothing of ours answers at {nowhere.url}: starting a stack")
    assert _in(temporary) != []
    assert await nowhere.stop() == EXIT_STOPPED
    assert nowhere.said.endswith(
        "The stack of the demonstration is stopped, and its data is gone.\n"
    )
    assert _in(temporary) == []


def _in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def _comes_to_its_ends(told: str) -> None:
    for count, (title, _) in enumerate(STORIES, start=1):
        assert f"\n{count}  {title}\n" in told
    as_one_line = _one_line(told)
    for words in ENDS:
        assert words in as_one_line
    (sums,) = re.findall(r"in all +¥([0-9,.]+) +¥([0-9,.]+) +¥0\.00\n", told)
    assert sums[0] == sums[1]
    assert "questions of the books: all is well" in told


def _one_line(told: str) -> str:
    return " ".join(told.split())
