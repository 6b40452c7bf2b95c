"""Transfers as a provider knows them, and the documented words for how they end."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.kit.money import Money


class TransferStatus(StrEnum):
    """Where a transfer stands at the provider."""

    PROCESSING = "processing"
    SETTLED = "settled"
    FAILED = "failed"
    RETURNED = "returned"


class RejectionCode(StrEnum):
    """The documented reasons for which a transfer is refused or fails; anything else is doubt."""

    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_UNKNOWN = "account_unknown"
    ACCOUNT_FROZEN = "account_frozen"
    NAME_MISMATCH = "name_mismatch"
    AMOUNT_NOT_TAKEN = "amount_not_taken"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as the provider knows it, with what it was for, so that it can be compared.

    `settled_on` is the day the money moved, `returned_on` the day it came back, `code` why it
    failed or came back.
    """

    key: str
    reference: str
    status: TransferStatus
    amount: Money
    account_number: str = field(repr=False)
    settled_on: date | None = None
    returned_on: date | None = None
    code: RejectionCode | None = None
