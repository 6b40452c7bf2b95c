"""Tests: api."""

import pytest

# The matrix is written there, and collected where a service's folder subclasses it.
pytest.register_assert_rewrite("tests.api.matrix")
