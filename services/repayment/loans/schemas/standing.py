"""What readers get of a loan's figures on a day, and of each instalment as it stands."""

from pydantic import Field

from services.kit.schemas import DateRead, ReadSchema
from services.loan_engine.servicing.instalments import InstalmentState, Origin
from services.repayment.loans.domain.figures import Condition
from services.repayment.loans.schemas.parts import ENTRIES_MAX
from services.repayment.loans.schemas.read import LoanRead, LoanScheduleRead


class PartsRead(ReadSchema):
    """An amount part by part and in all, in whole minor units; in the order money goes to them."""

    fee: int
    penalty: int
    compound: int
    interest: int
    principal: int
    total: int


class LoanFiguresRead(ReadSchema):
    """What a loan comes to on a day, in whole minor units of `currency`.

    Everything with a value date up to the day counts, and interest up to its opening: what the
    day itself bears is added overnight.
    """

    as_of: DateRead
    currency: str
    condition: Condition = Field(description="how punctually it is paid; tolerate new ones")
    days_past_due: int = Field(description="at the close of the day; 0 on the due date itself")
    outstanding_principal: int
    owed: PartsRead = Field(description="whether due yet or not")
    due: PartsRead = Field(description="to be paid by this day")
    overdue: PartsRead = Field(description="of what is due, what is past its grace")
    paid: PartsRead = Field(description="until now")
    waived: PartsRead = Field(description="forgiven until now")
    suspense: int = Field(
        description="received, and waiting for something to fall due; below zero when it was given"
        " back and then turned out not to have come: that is to be paid, too"
    )
    payoff: int = Field(description="paid on this day, it leaves nothing owed")


class LoanDetailRead(LoanRead):
    """One loan with its figures. `figures` and `next_due` are those of the day asked for."""

    figures: LoanFiguresRead | None = Field(description="null while no money is there")


class InstalmentStandingRead(ReadSchema):
    """One thing to be paid, as it stands on the day asked for; amounts are minor units.

    What is no row of the schedule has the number 0: a fee of the first day, a charge. A
    prepayment bears the number of the row it came before. What is not due yet is as it will be if
    nothing more happens.
    """

    number: int
    origin: Origin
    due_on: DateRead
    state: InstalmentState = Field(description="tolerate new ones")
    due: PartsRead
    paid: PartsRead
    waived: PartsRead
    left: PartsRead
    settled_on: DateRead | None = Field(description="the day since which nothing is left of it")
    balance: int = Field(description="the principal that is not yet due after it")


class LoanScheduleStandingRead(LoanScheduleRead):
    """The schedule that binds (`rows`), and what became of it (`instalments`)."""

    as_of: DateRead
    instalments: list[InstalmentStandingRead] = Field(max_length=ENTRIES_MAX)
