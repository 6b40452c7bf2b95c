"""Every JSON operation of this service, for the tests that spoil one field of its example."""

import pytest

from tests.api.matrix.operations import operations
from tests.api.matrix.spoiling import not_refused

__all__ = ["JSON_OPERATIONS", "every_json_operation", "not_refused"]

JSON_OPERATIONS = [operation for operation in operations("application") if operation.is_json]
every_json_operation = pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
