"""What readers of loans get."""

from typing import Annotated, Final

from pydantic import Field

from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.rounding import Rounding
from services.loan_engine.servicing.transactions import Kind
from services.loan_engine.terms import FeeTiming, InterestPer, RepaymentMethod
from services.repayment.loans.domain.figures import Condition
from services.repayment.loans.domain.next_steps import Actor
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.schemas.parts import (
    ROWS_MAX,
    ApplicationId,
    ContractId,
    LoanId,
    Multiple,
    PartnerId,
    PartyId,
    PayoutId,
)

CALLS_MAX: Final = 8

Text = Annotated[str, Field(max_length=500)]


class LoanTaken(ReadSchema):
    """What the disbursement service is answered."""

    loan_id: LoanId
    status: LoanStatus
    version: int


class LoanFeeRead(ReadSchema):
    """A fee of the contract."""

    code: str
    amount: MoneyRead = Field(description="each time it falls due")
    timing: FeeTiming


class LoanTermsRead(ReadSchema):
    """The terms that were signed, and the engine that draws them."""

    annual_rate: RateRead
    method: RepaymentMethod
    instalments: int
    every: int
    unit: PeriodUnit
    first_due_on: DateRead | None
    day_count: DayCount
    interest_per: InterestPer
    rounding: Rounding
    fees: list[LoanFeeRead]
    penalty_multiple: Multiple
    grace_days: int
    engine_version: str


class DueRead(ReadSchema):
    """What falls due on a day."""

    due_on: DateRead
    total: MoneyRead


class LoanRead(ReadSchema):
    """One loan; it names the borrower by id alone."""

    id: LoanId
    contract_id: ContractId
    contract_number: str
    application_id: ApplicationId
    party_id: PartyId
    partner_id: PartnerId | None
    product_code: str
    product_version: int
    product_type: str
    status: LoanStatus
    version: int
    principal: MoneyRead
    terms: LoanTermsRead
    disbursed_on: DateRead | None = Field(description="the value date; null without money")
    matures_on: DateRead | None
    payout_id: PayoutId | None
    next_due: DueRead | None
    created_at: InstantRead
    updated_at: InstantRead


class InstalmentRead(ReadSchema):
    """One instalment; `balance` is the principal left after it. Amounts are minor units."""

    number: int
    due_on: DateRead
    days: int
    principal: int
    interest: int
    fees: int
    total: int
    balance: int


class LoanScheduleRead(ReadSchema):
    """What falls due when, in whole minor units of `currency`; no rows while no money is there."""

    loan_id: LoanId
    currency: str
    disbursed_on: DateRead | None
    fees_at_disbursement: int = Field(description="due on the first day, beside the principal")
    rows: list[InstalmentRead] = Field(max_length=ROWS_MAX)


class LoanTransactionRead(ReadSchema):
    """One thing that happened; a reversal names the one it removes."""

    sequence: int
    kind: Kind
    value_date: DateRead
    booked_on: DateRead
    amount: MoneyRead
    reference: str = Field(description="what it stands for, such as a payout; unique in the loan")
    reverses: str | None
    reason_code: str | None
    recorded_at: InstantRead


class LoanCallRead(ReadSchema):
    """A call that serves the next step."""

    operation_id: Annotated[str, Field(max_length=64)]
    method: Annotated[str, Field(max_length=8)]
    path: Annotated[str, Field(max_length=200)]


class LoanNextStepRead(ReadSchema):
    """Who pays what, by when; or what is waited for. Amounts are null where nothing is paid."""

    status: LoanStatus
    actor: Actor
    due_on: DateRead | None
    amount: MoneyRead | None = Field(description="what falls due on `due_on`, or did")
    grace_ends_on: DateRead | None = Field(description="the last day on which it is in time")
    due_by_today: MoneyRead | None = Field(description="all that is due, penalties included")
    overdue: MoneyRead | None = Field(description="what of it is past its grace")
    days_past_due: int | None
    condition: Condition | None = Field(description="how punctually it is paid; tolerate new ones")
    message: Text
    calls: list[LoanCallRead] = Field(max_length=CALLS_MAX)
