"""What readers of receipts get."""

from pydantic import Field

from services.kit.schemas import DateRead, InstantRead, MoneyRead, ReadSchema
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import PrepaymentMode
from services.repayment.receipts.domain.quoting import DAYS_QUOTED
from services.repayment.receipts.domain.receipt import Payer
from services.repayment.receipts.domain.statuses import Reason, RepaymentStatus
from services.repayment.receipts.schemas.parts import ALLOCATIONS_MAX, LoanId, QuoteId, RepaymentId


class AllocationRead(ReadSchema):
    """A part of a repayment, and what it paid on which day.

    `instalment` is the number of a row of the schedule, 0 for a fee beside it; null with
    `due_on` for what belongs to the loan as a whole. `component` is null for what was given back.
    """

    instalment: int | None
    due_on: DateRead | None
    component: Component | None
    amount: MoneyRead
    on: DateRead


class QuotedDayRead(ReadSchema):
    """What settles the loan on a day, part by part; what waits in suspense is taken off."""

    on: DateRead
    fee: int
    penalty: int
    compound: int
    interest: int
    principal: int
    suspense: int = Field(description="received and not used: it need not be paid again")
    total: MoneyRead = Field(description="paid on this day, it leaves nothing owed")


class PayoffQuoteRead(ReadSchema):
    """What settles a loan on each of some days; parts are whole minor units of `currency`.

    It can be paid until `valid_until`, unless something happens to the loan before.
    """

    id: QuoteId
    loan_id: LoanId
    currency: str
    days: list[QuotedDayRead] = Field(max_length=DAYS_QUOTED)
    valid_until: DateRead
    is_payable: bool
    created_at: InstantRead


class RepaymentRead(ReadSchema):
    """Money that came in for a loan, and what became of it until now."""

    id: RepaymentId
    loan_id: LoanId
    status: RepaymentStatus
    amount: MoneyRead
    value_date: DateRead
    channel: str
    external_reference: str
    payer: Payer
    mode: PrepaymentMode | None = Field(description="null unless it paid before its time")
    quote_id: QuoteId | None
    allocations: list[AllocationRead] = Field(max_length=ALLOCATIONS_MAX)
    unapplied: MoneyRead = Field(description="waits in suspense for what falls due next")
    given_back: MoneyRead
    reason: Reason | None = Field(description="why it was reversed")
    version: int
    created_at: InstantRead
    updated_at: InstantRead
