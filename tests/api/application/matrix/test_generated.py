"""Requests made up from the document, good and bad: no failure of ours, no undocumented answer."""

from collections.abc import Callable

import pytest

from tests.api.application.matrix.readied import Hall, readied
from tests.api.matrix.asking import ask
from tests.api.matrix.operations import Operation, operations
from tests.conftest import REACHED


@pytest.mark.parametrize("operation", operations("application"), ids=str)
async def test_what_is_made_up_is_answered_as_documented(
    operation: Operation, hall: Hall, examples: int, record_property: Callable[[str, str], None]
) -> None:
    asked = await ask(operation, examples, lambda: readied(hall, operation))
    record_property(REACHED + str(operation), asked.share)
    assert asked.faults == []
    assert asked.reached > 0, dict(asked.good)
