"""Requests made up from the document of the application service."""

from tests.api.application.matrix.builders import APPLICATION
from tests.api.matrix.generated import Generated


class TestGenerated(Generated):
    tried = APPLICATION
