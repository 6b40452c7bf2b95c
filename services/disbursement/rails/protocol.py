"""A payment rail as this service sees it: a bank's channel, files or a platform behind it.

Whatever happens on the way is one of a few answers, and every answer is total: a rail never
raises for what its provider did. Silence, noise and anything undocumented is `Ambiguous`: the
money may have moved. Only a documented rejection is a `Rejected`, and only what provably never
left us is `NotSubmitted`.

A rail by file fits the same words: `pay` writes an order into the file of its value date and
answers `Accepted` as processing, and what the bank reports later is read by `look_up`.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final, Protocol

from services.disbursement.domain.transfers import RejectionCode, Transfer
from services.kit.money import Money

REFERENCE_LENGTH_MAX: Final = 64


class Doubt(StrEnum):
    """Why nobody can say whether the money moved."""

    TIMED_OUT = "timed_out"
    CONNECTION_LOST = "connection_lost"
    SERVER_ERROR = "server_error"
    UNREADABLE = "unreadable"
    UNKNOWN_STATUS = "unknown_status"
    TOO_LARGE = "too_large"
    NOT_OURS = "not_ours"  # the answer tells of another order than the one we sent


@dataclass(frozen=True, slots=True)
class Account:
    """Where money goes: a bank's code, the account there, and the name it is kept under."""

    bank_code: str
    number: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """One order. `key` is ours for ever: the provider does the same key once in its retention."""

    key: str
    amount: Money
    account: Account = field(repr=False)
    value_date: date


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has the order, and this is what it made of it so far."""

    transfer: Transfer


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider refused the order and says why: no money moved, and none will."""

    code: RejectionCode


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The order may or may not be done."""

    doubt: Doubt


@dataclass(frozen=True, slots=True)
class NotSubmitted:
    """The provider did not take the order, or was not reached; ask again in `wait_s`."""

    wait_s: float


Outcome = Accepted | Rejected | Ambiguous | NotSubmitted


@dataclass(frozen=True, slots=True)
class NotFound:
    """The provider knows no such key: proof only once its look-up lag has passed."""


LookUp = Transfer | NotFound | Ambiguous | NotSubmitted


class Verdict(StrEnum):
    """What a provider says of an account."""

    MATCHES = "matches"
    NAME_MISMATCH = "name_mismatch"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verified:
    """The provider's word on an account."""

    verdict: Verdict


Verification = Verified | Ambiguous | NotSubmitted


@dataclass(frozen=True, slots=True, kw_only=True)
class RailTerms:
    """What a rail promises and asks for.

    `cut_off` is the local time of a business day after which an order is done on the next one;
    None for a rail that works round the clock, holidays too.
    `key_retention` is how long a key is remembered: a resend beyond it may pay twice.
    `lookup_lag` is how long a transfer may stay invisible: "not found" before it proves nothing.
    """

    name: str
    cut_off: time | None
    key_retention: timedelta
    lookup_lag: timedelta


class Rail(Protocol):
    """A way for money to go out. No transaction may be open around any of these calls."""

    @property
    def terms(self) -> RailTerms:
        """What this rail promises."""
        ...

    async def pay(self, order: PaymentOrder) -> Outcome:
        """Hand in one order; the same key again is the same order, within the retention."""
        ...

    async def look_up(self, key: str) -> LookUp:
        """What became of the order with this key of ours."""
        ...

    async def verify_account(self, account: Account) -> Verification:
        """Whether the account is open and kept under this name."""
        ...

    async def aclose(self) -> None:
        """Close what is open to the provider."""
        ...
