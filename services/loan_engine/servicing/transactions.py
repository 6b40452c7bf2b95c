"""What happened to a loan: facts in an order of their own, whenever they became known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.loan_engine.servicing.components import Component
from services.loan_engine.terms import PRINCIPAL_MINOR_MAX, Payee, require_within

AMOUNT_MINOR_MAX: Final = 10 * PRINCIPAL_MINOR_MAX


class Kind(StrEnum):
    """What can happen; `reversed` takes the transaction it names out of history."""

    DISBURSED = "disbursed"
    CHARGED = "charged"
    WAIVED = "waived"
    RECEIVED = "received"
    PREPAID = "prepaid"
    REFUNDED = "refunded"
    REVERSED = "reversed"


class PrepaymentMode(StrEnum):
    """What becomes smaller when principal is paid before it is due."""

    REDUCE_INSTALMENT = "reduce_instalment"
    REDUCE_TERM = "reduce_term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One fact: an amount of minor units that counts from a day.

    `reference` is unique within the loan and settles the order among facts of one kind and day.
    `component` is what a waiver forgives; `mode` belongs to a prepayment; `payee` is whose a
    charged fee is; `reverses` names the reference a reversal undoes. Raises `EngineRefusal` for an
    amount out of range.
    """

    kind: Kind
    value_date: date
    reference: str
    amount_minor: int
    component: Component = Component.PENALTY
    mode: PrepaymentMode = PrepaymentMode.REDUCE_INSTALMENT
    payee: Payee = Payee.LENDER
    reverses: str | None = None

    def __post_init__(self) -> None:
        require_within("amount_minor", self.amount_minor, 1, AMOUNT_MINOR_MAX)

    @property
    def place(self) -> tuple[date, int, str]:
        """Its place in history: by day, then kind, then reference; never by arrival."""
        return self.value_date, _RANK[self.kind], self.reference


def standing(transactions: Iterable[Transaction]) -> tuple[Transaction, ...]:
    """The facts that still stand, in order; a reversal removes its original wherever it lies."""
    known = tuple(transactions)
    gone = {each.reverses for each in known if each.kind is Kind.REVERSED}
    kept = (each for each in known if each.kind is not Kind.REVERSED and each.reference not in gone)
    return tuple(sorted(kept, key=lambda each: each.place))


_RANK: Final[Mapping[Kind, int]] = MappingProxyType(
    {
        Kind.DISBURSED: 0,
        Kind.CHARGED: 1,
        Kind.WAIVED: 2,
        Kind.RECEIVED: 3,
        Kind.PREPAID: 4,
        Kind.REFUNDED: 5,
        Kind.REVERSED: 6,
    }
)
