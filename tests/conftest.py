"""What every test may ask for: a migrated database of its worker's own, sessions, a still clock."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import hypothesis
import pytest
from pydantic_settings import BaseSettings

from services.kit.database import Sessions, make_engine, make_sessions
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses, PostgresRun

# How long one example takes is the machine's business.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# The stack is started for whoever asks first, a journey or a fault.
pytest_plugins = ("tests.journeys.shared",)

# How many requests are made up for each operation, half of them against its schema.
EXAMPLES_DEFAULT = 10
REACHED = "reached"
RUN = pytest.StashKey[PostgresRun]()
FOLDER_KEY = "postgres_folder"


class SuiteSettings(BaseSettings):
    """What the surroundings may say to the suite."""

    # A superuser's address of a running server; without it the run starts one of its own.
    test_database_url: str | None = None


@dataclass(frozen=True)
class PoolSizes:
    """A pool for tests: some must hold many connections at once, few wait."""

    pool_size: int = 5
    pool_overflow: int = 55
    pool_timeout_s: float = 5.0
    # Ten at once, one after the other, on a machine with other work: none may fail of waiting.
    lock_timeout_s: float = 5.0


class WorkerNode(Protocol):
    """A worker of a distributed run, as seen by the process that started it."""

    config: pytest.Config
    workerinput: dict[str, str]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--examples 50` asks each operation more than the build does, and says how far it came.

    `--kills all` kills a process at every failpoint; `--kills-seed` draws the same sample again.
    """
    parser.addoption("--examples", type=int, default=EXAMPLES_DEFAULT)
    parser.addoption("--kills", default="12")
    parser.addoption("--kills-seed", default=None)


@pytest.fixture(scope="session")
def examples(pytestconfig: pytest.Config) -> int:
    """How many requests to make up for each operation."""
    count: int = pytestconfig.getoption("--examples")
    return count


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Of each operation, how many of the requests within its schema reached a success."""
    if config.getoption("--examples") == EXAMPLES_DEFAULT:
        return
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    terminalreporter.section("successes among the good requests")
    for name, told in sorted(pair for report in reports for pair in report.user_properties):
        if name.startswith(REACHED):
            terminalreporter.write_line(f"{told:>7}  {name.removeprefix(REACHED)}")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end, so the garbage collector is spared looking through it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run's Postgres, or join it as a worker of a distributed run."""
    outside = SuiteSettings().test_database_url
    handed: dict[str, str] | None = getattr(config, "workerinput", None)
    if handed is None:
        config.stash[RUN] = PostgresRun.begin(outside)
    else:
        config.stash[RUN] = PostgresRun(Path(handed[FOLDER_KEY]), outside)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerNode) -> None:
    """Tell a worker where the run keeps its Postgres."""
    node.workerinput[FOLDER_KEY] = str(node.config.stash[RUN].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run ends it; the others only leave."""
    run = config.stash.get(RUN, None)
    if run is None:
        return
    if hasattr(config, "workerinput"):
        run.leave()
    else:
        asyncio.run(run.end())


@pytest.fixture(scope="session")
def postgres_run(pytestconfig: pytest.Config) -> PostgresRun:
    """The run's server, for tests that want a database besides the usual one."""
    return pytestconfig.stash[RUN]


@pytest.fixture(scope="session")
async def database(postgres_run: PostgresRun, worker_id: str) -> AsyncIterator[Addresses]:
    """This worker's database with the four schemas migrated; tests commit in it for real."""
    addresses = await postgres_run.clone(worker_id)
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture(scope="session")
async def application_sessions(database: Addresses) -> AsyncIterator[Sessions]:
    """Sessions of the application service, as its running role."""
    engine = make_engine(database.url("application"), schema="application", settings=PoolSizes())
    yield make_sessions(engine)
    await engine.dispose()


@pytest.fixture
def fixed_clock() -> FixedClock:
    """A clock that stands at an ordinary Tuesday morning."""
    return FixedClock()
