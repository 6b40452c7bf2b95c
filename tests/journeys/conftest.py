"""The running stack is started before the first journey."""

import sys
from collections.abc import Iterator

import pytest

from tests.journeys.running_stack import RunningStack


@pytest.fixture(autouse=True)
def _terminal_of_a_failure(stack: RunningStack) -> Iterator[None]:
    """What the stack's terminal shows goes with the report of a test that fails."""
    yield
    sys.stdout.write(stack.said)
