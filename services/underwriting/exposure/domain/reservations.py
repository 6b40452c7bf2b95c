"""The life of a promise: held back, then drawn by a payout or given back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.kit.money import Money
from services.kit.transitions import TransitionTable


class ReservationStatus(StrEnum):
    """A promise counts until it is released."""

    RESERVED = "reserved"
    DRAWN = "drawn"
    RELEASED = "released"


_S = ReservationStatus

RESERVATION_LIFE: Final = TransitionTable[ReservationStatus](
    "reservation",
    {
        _S.RESERVED: frozenset({_S.DRAWN, _S.RELEASED}),
        # What was paid out is owed until the loan is told of as settled.
        _S.DRAWN: frozenset({_S.RELEASED}),
        _S.RELEASED: frozenset({_S.RESERVED}),
    },
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What an approved case takes of its borrower's limits."""

    borrower_index: bytes
    case_id: UUID
    amount: Money
    product_type: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a borrower owes us and was promised, in minor units of one currency.

    Until loans are told of here, what was drawn counts in full and nobody is late.
    """

    outstanding_minor: int
    in_flight_minor: int
    days_past_due_max: int

    @property
    def total_minor(self) -> int:
        """Everything that counts against the borrower's limits."""
        return self.outstanding_minor + self.in_flight_minor


@dataclass(frozen=True, slots=True)
class Reserved:
    """The promise is held; `standing` includes it."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class OverLimit:
    """The promise was refused: only `available_minor` of the cap is left."""

    available_minor: int


def excess_of(amount_minor: int, standing: Standing, cap_minor: int) -> OverLimit | None:
    """None when the amount excess_of under the cap beside what stands; else what is left of it."""
    available_minor = max(0, cap_minor - standing.total_minor)
    return OverLimit(available_minor) if amount_minor > available_minor else None
