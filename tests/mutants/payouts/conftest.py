"""The street of payouts, as its own tests have it."""

from tests.api.conftest import client_for, service
from tests.api.disbursement.conftest import (
    borrower,
    disbursement_keys,
    disbursement_settings,
    drawn,
    neighbour,
    running_service,
)
from tests.api.disbursement.payouts.conftest import books, desk, payee, street, truth

__all__ = [
    "books",
    "borrower",
    "client_for",
    "desk",
    "disbursement_keys",
    "disbursement_settings",
    "drawn",
    "neighbour",
    "payee",
    "running_service",
    "service",
    "street",
    "truth",
]
