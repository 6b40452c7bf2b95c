"""With what the worker pays, and what it has in hand between two transactions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

from services.disbursement.payouts.domain.screening import Screened, Withheld
from services.disbursement.rails.protocol import PaymentOrder, Rail
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys

# Longer than any answer is waited for: whoever has not come back by then is taken to be gone.
LEASE: Final = timedelta(seconds=60)


class Lists(Protocol):
    """Who keeps the lists of people that may not be paid. No transaction may be open around it."""

    async def look(self, payout_id: UUID, application_id: UUID) -> Screened | Withheld | None:
        """What they say today of those who stand for a loan, or why not; None when nothing usable
        was said."""
        ...


@dataclass(frozen=True, slots=True)
class Paying:
    """The rail and the lists, and what it takes to write down what they say.

    A payout above `above_minor` is approved by people, any other when it is ready.
    """

    sessions: Sessions
    clock: Clock
    keys: FieldKeys
    rail: Rail
    lists: Lists
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


@dataclass(frozen=True, slots=True)
class LookAtLists:
    """Those who stand for a loan, to be looked for before any order is made."""

    hold: Hold
    application_id: UUID


Move = HandIn | LookUpKey | LookAtLists
