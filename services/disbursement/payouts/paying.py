"""With what the worker pays, and what it has in hand between two transactions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from services.disbursement.rails.protocol import PaymentOrder, Rail
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys

# Longer than any answer is waited for: whoever has not come back by then is taken to be gone.
LEASE: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Paying:
    """The rail, and what it takes to write down what it says.

    A payout above `above_minor` is approved by people, any other when it is ready.
    """

    sessions: Sessions
    clock: Clock
    keys: FieldKeys
    rail: Rail
    above_minor: int


@dataclass(frozen=True, slots=True)
class Hold:
    """A claim on a payout: what is brought back under an older epoch does not count."""

    payout_id: UUID
    epoch: int


@dataclass(frozen=True, slots=True)
class HandIn:
    """An order to hand in; its attempt `number` is committed."""

    hold: Hold
    number: int
    order: PaymentOrder


@dataclass(frozen=True, slots=True)
class LookUpKey:
    """A key to look up."""

    hold: Hold
    key: str


Move = HandIn | LookUpKey
