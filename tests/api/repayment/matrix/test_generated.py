"""Requests made up from the document of the repayment service."""

from tests.api.matrix.generated import Generated
from tests.api.repayment.matrix.builders import REPAYMENT


class TestGenerated(Generated):
    tried = REPAYMENT
