"""What comes next for a loan: who pays what, by when, and what is waited for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.kit.errors import Title
from services.kit.money import Money
from services.repayment.loans.domain.statuses import LoanStatus


class Actor(StrEnum):
    """Whose turn it is."""

    BORROWER = "borrower"
    LENDER = "lender"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step of one loan; `due_on` and `amount` are None where nothing is to be paid."""

    status: LoanStatus
    actor: Actor
    due_on: date | None
    amount: Money | None
    message: Title


_S = LoanStatus

TURNS: Final[Mapping[LoanStatus, tuple[Actor, Title]]] = MappingProxyType(
    {
        _S.PENDING: (
            Actor.LENDER,
            Title(
                "The payout was returned; the loan waits for another one.",
                "放款已被退回，等待重新放款。",
            ),
        ),
        _S.ACTIVE: (
            Actor.BORROWER,
            Title("Pay what falls due next, on its day or before.", "请在还款日当日或之前还款。"),
        ),
        _S.SETTLED: (Actor.NOBODY, Title("The loan is fully repaid.", "贷款已结清。")),
        _S.WRITTEN_OFF: (Actor.NOBODY, Title("The loan was written off.", "贷款已核销。")),
        _S.SOLD: (
            Actor.NOBODY,
            Title("The loan was sold; its new creditor collects it.", "贷款已转让，由受让方管理。"),
        ),
    }
)


def next_step(status: LoanStatus, due_on: date | None, amount: Money | None) -> NextStep:
    """The next step of a loan of which `amount` falls due next, on `due_on`."""
    actor, message = TURNS[status]
    if actor is not Actor.BORROWER:
        due_on, amount = None, None
    return NextStep(status, actor, due_on, amount, message)
