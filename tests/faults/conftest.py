"""The stack of the journeys, and its database as nobody in it sees it."""

import sys
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.faults.ledger import Ledger
from tests.journeys.running_stack import RunningStack


@pytest.fixture(autouse=True)
def _terminal_of_a_failure(stack: RunningStack) -> Iterator[None]:
    """What the stack's terminal shows goes with the report of a test that fails."""
    yield
    sys.stdout.write(stack.said)


@pytest.fixture(scope="session")
async def ledger(stack: RunningStack) -> AsyncIterator[Ledger]:
    """What is written down, for counting it."""
    opened = await Ledger.open(stack)
    yield opened
    await opened.close()
