"""The documented request examples, sent: each has the documented success."""

import pytest

from tests.api.application.matrix.readied import Hall, readied
from tests.api.matrix.answers import is_as_shown
from tests.api.matrix.operations import Operation, operations


@pytest.mark.parametrize("operation", operations("application"), ids=str)
async def test_an_example_has_its_documented_success(operation: Operation, hall: Hall) -> None:
    ready = await readied(hall, operation)
    answer = await ready.send(operation)
    assert is_as_shown(operation, answer) is None
    if operation.is_versioned_read:
        known = await ready.send(operation, {"If-None-Match": answer.headers["ETag"]})
        assert (known.status_code, known.content) == (304, b"")
