"""The repayment service on an empty database of the test's own."""

from tests.api.conftest import client_for
from tests.api.repayment.conftest import neighbour, repayment_keys, repayment_settings
from tests.api.repayment.days.conftest import own_database, service
from tests.api.repayment.receipts.conftest import loan_id, maker, weekly

__all__ = [
    "client_for",
    "loan_id",
    "maker",
    "neighbour",
    "own_database",
    "repayment_keys",
    "repayment_settings",
    "service",
    "weekly",
]
