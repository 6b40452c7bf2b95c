"""The life of a payee account, as one total table; the database repeats it as a CHECK."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.kit.transitions import TransitionTable


class AccountStatus(StrEnum):
    """Where an account stands; clients must tolerate new ones."""

    REGISTERED = "registered"
    VERIFYING = "verifying"
    VERIFIED = "verified"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    REPLACED = "replaced"


class Rejection(StrEnum):
    """Why an account takes no money; the words are those of the rails."""

    NAME_MISMATCH = "name_mismatch"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_UNKNOWN = "account_unknown"
    ACCOUNT_FROZEN = "account_frozen"


_S = AccountStatus
# Only the next account ends one; what a bank refuses later was verified and is so no more.
ACCOUNT_MOVES: Final = TransitionTable(
    "payee account",
    {
        _S.REGISTERED: frozenset({_S.VERIFYING, _S.REPLACED}),
        _S.VERIFYING: frozenset({_S.VERIFIED, _S.REJECTED, _S.UNKNOWN, _S.REPLACED}),
        _S.UNKNOWN: frozenset({_S.VERIFYING, _S.REPLACED}),
        _S.VERIFIED: frozenset({_S.REJECTED, _S.REPLACED}),
        _S.REJECTED: frozenset({_S.REPLACED}),
        _S.REPLACED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where money goes: the bank, the number there, and the name it is kept under."""

    bank_code: str
    number: str = field(repr=False)
    holder_name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeAccount:
    """An account as it was named; `usable_from` is the first business day it may be paid to.

    `is_shared` says that a borrower of another party named the same number.
    """

    contract_id: UUID
    account_id: UUID
    status: AccountStatus
    destination: Destination
    usable_from: date
    rejection: Rejection | None
    is_shared: bool
    version: int
    created_at: datetime
    updated_at: datetime

    def is_usable_on(self, day: date) -> bool:
        """Whether money may go there on a business day."""
        return self.status is AccountStatus.VERIFIED and self.usable_from <= day


# What a rail says of an account, by its word.
VERDICTS: Final[Mapping[str, tuple[AccountStatus, Rejection | None]]] = MappingProxyType(
    {
        "matches": (_S.VERIFIED, None),
        "name_mismatch": (_S.REJECTED, Rejection.NAME_MISMATCH),
        "closed": (_S.REJECTED, Rejection.ACCOUNT_CLOSED),
        "unknown": (_S.REJECTED, Rejection.ACCOUNT_UNKNOWN),
    }
)
