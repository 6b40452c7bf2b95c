"""The life of a promise: held back, then drawn by a payout or given back."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.kit.money import Money
from services.kit.transitions import TransitionTable
from services.underwriting.exposure.domain.lateness import Lateness


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
        # Paid out, it is the loan that counts; money that came back is promised again, unless the
        # case was closed meanwhile.
        _S.DRAWN: frozenset({_S.RESERVED, _S.RELEASED}),
        _S.RELEASED: frozenset({_S.RESERVED}),
    },
)


# A loan that ended well. What was written off or sold has ended too, and is not forgotten.
LOAN_REPAID: Final = "settled"

# What becomes of a promise once its loan is told of; a loan that has ended needs none.
_BY_LOAN: Final = MappingProxyType({"active": _S.DRAWN, "pending": _S.RESERVED})


def promise_beside(
    held: ReservationStatus, loan_status: str, *, is_case_closed: bool
) -> ReservationStatus:
    """What a promise becomes when its loan stands at `loan_status`.

    One that was given back stays so: what the loan owes counts by itself. Nothing is promised to
    a closed case, and nobody closes it again.
    """
    target = _BY_LOAN.get(loan_status, _S.RELEASED)
    if is_case_closed and target is _S.RESERVED:
        target = _S.RELEASED
    if held is _S.RELEASED or held is target:
        return held
    return RESERVATION_LIFE.step(held, target)


@dataclass(frozen=True, slots=True)
class LoanExposure:
    """What is owed on one loan, as the repayment service tells it.

    `lateness` goes on by itself: nothing is told while nothing is paid.
    """

    loan_id: UUID
    outstanding: Money
    lateness: Lateness
    status: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What an approved case takes of its borrower's limits."""

    borrower_index: bytes
    case_id: UUID
    amount: Money
    product_type: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a borrower owes us and was promised, in minor units of one currency."""

    outstanding_minor: int
    in_flight_minor: int

    @property
    def total_minor(self) -> int:
        """Everything that counts against the borrower's limits."""
        return self.outstanding_minor + self.in_flight_minor


@dataclass(frozen=True, slots=True)
class Standing(Taken):
    """The same on a business day; `days_past_due_max` is that of the latest of its loans."""

    days_past_due_max: int


@dataclass(frozen=True, slots=True)
class Reserved:
    """The promise is held; `taken` includes it."""

    taken: Taken


@dataclass(frozen=True, slots=True)
class OverLimit:
    """The promise was refused: only `available_minor` of the cap is left."""

    available_minor: int


def excess_of(amount_minor: int, taken: Taken, cap_minor: int) -> OverLimit | None:
    """None when the amount excess_of under the cap beside what stands; else what is left of it."""
    available_minor = max(0, cap_minor - taken.total_minor)
    return OverLimit(available_minor) if amount_minor > available_minor else None
