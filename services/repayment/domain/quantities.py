"""What a loan comes to on a day, as one row of numbers that can be added over loans."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.line import Line


class Quantity(StrEnum):
    """The numbers, in the order in which rows keep them; all in minor units.

    The first three grow by themselves; the others change on the first day of a line only.
    """

    OWED_INTEREST = "owed_interest"
    OWED_PENALTY = "owed_penalty"
    OWED_COMPOUND = "owed_compound"
    OWED_FEE = "owed_fee"
    PRINCIPAL = "principal"
    DISBURSED = "disbursed"
    RECEIVED = "received"
    REFUNDED = "refunded"
    PAID_FEE = "paid_fee"
    PAID_PENALTY = "paid_penalty"
    PAID_COMPOUND = "paid_compound"
    PAID_INTEREST = "paid_interest"
    PAID_PRINCIPAL = "paid_principal"
    WAIVED_FEE = "waived_fee"
    WAIVED_PENALTY = "waived_penalty"
    WAIVED_COMPOUND = "waived_compound"
    WAIVED_INTEREST = "waived_interest"
    WAIVED_PRINCIPAL = "waived_principal"
    THIRD_PARTY_FEES = "third_party_fees"


GROWING: Final = (Quantity.OWED_INTEREST, Quantity.OWED_PENALTY, Quantity.OWED_COMPOUND)
STEADY: Final = tuple(each for each in Quantity if each not in GROWING)


@dataclass(frozen=True, slots=True)
class Quantities:
    """A value for each quantity, in their order."""

    values: tuple[int, ...]

    @classmethod
    def none(cls) -> Self:
        """Of nothing."""
        return cls((0,) * len(Quantity))

    @classmethod
    def of(cls, line: Line, day: date) -> Self:
        """What a loan comes to at the opening of `day`, by the line that holds on it."""
        growing = (
            line.owed(component, day)
            for component in (Component.INTEREST, Component.PENALTY, Component.COMPOUND)
        )
        return cls((*growing, *steady_of(line)))

    def __add__(self, other: "Quantities") -> "Quantities":
        """Both together."""
        return Quantities(tuple(a + b for a, b in zip(self.values, other.values, strict=True)))

    def __neg__(self) -> "Quantities":
        """The same taken away."""
        return Quantities(tuple(-each for each in self.values))

    def named(self) -> Mapping[Quantity, int]:
        """The values by name."""
        return dict(zip(Quantity, self.values, strict=True))


def steady_of(line: Line) -> Iterator[int]:
    """What changes on the first day of a line only, in the order of STEADY."""
    moved = line.moved
    yield from (line.fees_minor, line.principal_minor)
    yield from (moved.disbursed, moved.received, moved.refunded)
    yield from moved.paid
    yield from moved.waived
    yield moved.third_party
