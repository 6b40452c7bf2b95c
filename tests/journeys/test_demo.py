"""`make demo`: its stories come to their ends, on the stack that runs and on one of its own."""

import re
from pathlib import Path

from deploy.demo.__main__ import STORIES
from tests.journeys.running_stack import RunningStack

ENDS = (
    # of the small loan
    "accepts the offer as it was made",
    "to be paid back in all",
    "→ signed",
    "→ settled",
    "12 days late, penalty ¥18.07",
    "nothing is left: ¥0.00",
    "disbursed → active → settled",
    # of the decline
    "→ declined",
    "what would change it:",
    # of the larger one
    "→ refused: own work",
    "approves it, being somebody else",
)


async def test_it_tells_its_stories_again_with_new_people(moving_stack: RunningStack) -> None:
    first, second = await moving_stack.demonstration(), await moving_stack.demonstration()
    for told in (first, second):
        assert told.startswith(f"On the stack that runs at {moving_stack.url}.")
        _comes_to_its_ends(told)
    assert first != second


async def test_where_nothing_runs_it_starts_a_stack_and_leaves_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    nowhere = RunningStack(tmp_path / "home", TMPDIR=str(temporary))
    told = await nowhere.demonstration()
    assert told.startswith(f"Nothing of ours answers at {nowhere.url}: starting a stack")
    _comes_to_its_ends(told)
    assert told.rstrip().endswith(
        "The stack of the demonstration is stopped, and its data is gone."
    )
    assert list(temporary.iterdir()) == []


def _comes_to_its_ends(told: str) -> None:
    for count, (title, _) in enumerate(STORIES, start=1):
        assert f"\n{count}  {title}\n" in told
    as_one_line = " ".join(told.split())
    for words in ENDS:
        assert words in as_one_line
    (sums,) = re.findall(r"in all +¥([0-9,.]+) +¥([0-9,.]+) +¥0\.00\n", told)
    assert sums[0] == sums[1]
