"""The ground, and which of the kills a run does: a sample by a seed, or all of them."""

import sys
from collections.abc import AsyncIterator, Iterator
from random import Random

import pytest

from tests.kills.cases import every
from tests.kills.ground import Ground, killing_ground

# What a run may be told is in tests/conftest.py, where pytest looks for it.
SEEDS = 1_000_000


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the test of kills its kills; the seed they were drawn with is in each one's name."""
    if "kill" not in metafunc.fixturenames:
        return
    wanted, seed = metafunc.config.getoption("kills"), metafunc.config.getoption("kills_seed")
    kills = list(every())
    if wanted == "all":
        metafunc.parametrize("kill", kills, ids=str)
        return
    seed = _new_seed(metafunc.config) if seed is None else int(seed)
    drawn = Random(seed).sample([each for each in kills if not each.is_slow], int(wanted))  # noqa: S311 - drawn alike again
    metafunc.parametrize("kill", drawn, ids=[f"{each}-seed_{seed}" for each in drawn])


def _new_seed(config: pytest.Config) -> int:
    """Another for each run, and the same in all its processes."""
    run = getattr(config, "workerinput", {}).get("testrunuid")
    return Random(run).randrange(SEEDS)  # noqa: S311 - drawn alike again


@pytest.fixture(scope="session")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    """The stack of those who are killed."""
    async with killing_ground(tmp_path_factory.mktemp("kills")) as found:
        yield found


@pytest.fixture(autouse=True)
def _terminal_of_a_failure(ground: Ground) -> Iterator[None]:
    """What the stack's terminal shows goes with the report of a test that fails."""
    before = len(ground.stack.said)
    yield
    sys.stdout.write(ground.stack.said[before:])
