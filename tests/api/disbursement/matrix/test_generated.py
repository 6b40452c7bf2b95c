"""Requests made up from the document of the disbursement service."""

from tests.api.disbursement.matrix.builders import DISBURSEMENT
from tests.api.matrix.generated import Generated


class TestGenerated(Generated):
    tried = DISBURSEMENT
