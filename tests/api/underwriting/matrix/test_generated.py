"""Requests made up from the document of the underwriting service."""

from tests.api.matrix.generated import Generated
from tests.api.underwriting.matrix.builders import UNDERWRITING


class TestGenerated(Generated):
    tried = UNDERWRITING
