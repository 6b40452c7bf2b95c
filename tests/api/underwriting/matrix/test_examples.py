"""The documented examples: of each request its success, of each refusal the same refusal."""

import pytest

from tests.api.matrix.answers import is_as_shown
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.provoking import refusals_that_differ
from tests.api.underwriting.matrix.readied import Hall, readied


@pytest.mark.parametrize("operation", operations("underwriting"), ids=str)
async def test_the_examples_are_true(operation: Operation, hall: Hall) -> None:
    """What its terms refuse is refused as shown, and then the example succeeds as shown."""
    ready = await readied(hall, operation)
    assert await refusals_that_differ(operation, ready, hall.client_for, hall.service) == []
    answer = await ready.send(operation)
    assert is_as_shown(operation, answer) is None
    if operation.is_versioned_read:
        known = await ready.send(operation, {"If-None-Match": answer.headers["ETag"]})
        assert (known.status_code, known.content) == (304, b"")
