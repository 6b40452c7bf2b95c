"""The stack of the journeys, its database as nobody in it sees it, and what holds after a fault."""

import sys
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.faults.ledger import Ledger
from tests.journeys.invariants import broken
from tests.journeys.running_stack import RunningStack


@pytest.fixture(autouse=True)
async def _nothing_is_broken(stack: RunningStack) -> AsyncIterator[None]:
    """Every invariant holds once the stack has come to rest after the fault, all healed by then.

    Set up before what a test asks for itself, so it looks when all that has been taken down.
    """
    yield
    found = await broken(stack)
    assert found == [], "\n".join(found)


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
