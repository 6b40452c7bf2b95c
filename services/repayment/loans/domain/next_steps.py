"""What comes next for a loan: who pays what, by when, with which calls; and what is waited for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.kit.errors import Title
from services.repayment.loans.domain.figures import Condition, Figures
from services.repayment.loans.domain.statuses import LoanStatus


class Actor(StrEnum):
    """Whose turn it is."""

    BORROWER = "borrower"
    LENDER = "lender"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be paid, in minor units.

    `amount_minor` falls due on `due_on` and is in time until `grace_ends_on`; `due_minor` is all
    that is due by today, and `overdue_minor` what of it is past its grace, penalties included.
    """

    due_on: date
    grace_ends_on: date
    amount_minor: int
    due_minor: int
    overdue_minor: int
    days_past_due: int
    condition: Condition


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step of one loan; `asked` is None where nothing is to be paid.

    `calls` name operations of the API: what the step is taken or looked at with.
    """

    status: LoanStatus
    actor: Actor
    message: Title
    calls: tuple[str, ...]
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, what they are told, and the calls that serve them."""

    actor: Actor
    message: Title
    calls: tuple[str, ...] = ()


_S, _C = LoanStatus, Condition
_LOOK: Final = ("get_loan_schedule", "get_loan_statement")

TURNS: Final[Mapping[LoanStatus, Turn]] = MappingProxyType(
    {
        _S.PENDING: Turn(
            Actor.LENDER,
            Title(
                "The payout was returned; the loan waits for another one.",
                "放款已被退回，等待重新放款。",
            ),
        ),
        # Of a running loan of which nothing is left to be paid.
        _S.ACTIVE: Turn(
            Actor.NOBODY, Title("Nothing is left to be paid.", "已无待还款项。"), _LOOK
        ),
        _S.SETTLED: Turn(
            Actor.NOBODY,
            Title("The loan is fully repaid.", "贷款已结清。"),
            ("get_loan_settlement_certificate", *_LOOK),
        ),
        _S.WRITTEN_OFF: Turn(
            Actor.NOBODY, Title("The loan was written off.", "贷款已核销。"), _LOOK
        ),
        _S.SOLD: Turn(
            Actor.NOBODY,
            Title("The loan was sold; its new creditor collects it.", "贷款已转让，由受让方管理。"),
            _LOOK,
        ),
    }
)
WORDS: Final[Mapping[Condition, Title]] = MappingProxyType(
    {
        _C.CURRENT: Title(
            "Pay what falls due next, on its day or before.", "请在还款日当日或之前还款。"
        ),
        _C.GRACE: Title(
            "The day has passed; what is paid within the grace is still in time.",
            "还款日已过，请在宽限期内还款，不计逾期。",
        ),
        _C.OVERDUE: Title(
            "Pay what is overdue now: penalties are added every day.",
            "您已逾期，请尽快还款，逾期部分按日计收罚息。",
        ),
        _C.NON_ACCRUAL: Title(
            "The loan is long overdue: pay what is due, or ask for another arrangement.",
            "贷款已长期逾期，请还款或与贷款人协商。",
        ),
    }
)


def next_step(status: LoanStatus, figures: Figures | None, grace_days: int) -> NextStep:
    """The next step of a loan with the figures of today."""
    asked = _asked(figures, grace_days) if status is _S.ACTIVE and figures is not None else None
    if asked is not None:
        return NextStep(status, Actor.BORROWER, WORDS[asked.condition], _LOOK, asked)
    turn = TURNS[status]
    return NextStep(status, turn.actor, turn.message, turn.calls)


def _asked(figures: Figures, grace_days: int) -> Asked | None:
    due = figures.next_due
    if due is None:
        return None
    return Asked(
        due_on=due.due_on,
        grace_ends_on=due.due_on + timedelta(days=grace_days),
        amount_minor=due.total_minor,
        due_minor=figures.payable_minor,
        overdue_minor=sum(figures.overdue.values()),
        days_past_due=figures.days_past_due,
        condition=figures.condition,
    )
