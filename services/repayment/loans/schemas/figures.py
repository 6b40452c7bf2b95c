"""Terms and schedules as they are told: every figure that our engine draws again."""

from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from services.kit.errors import FieldError, Invalid, Title
from services.kit.money import AMOUNT_MINOR_MAX
from services.kit.schemas import DateIn, MoneyIn, RateIn, Schema, ShortText, refusal
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.rounding import Rounding
from services.loan_engine.schedule import Row, Totals
from services.loan_engine.servicing.agreement import GRACE_DAYS_MAX, Agreement
from services.loan_engine.terms import (
    EVERY_MAX,
    FEES_MAX,
    INSTALMENTS_MAX,
    PPM,
    PRINCIPAL_MINOR_MAX,
    RATE_PPM_MAX,
    Fee,
    FeeTiming,
    InterestPer,
    LoanTerms,
    Payee,
    RepaymentMethod,
)
from services.repayment.loans.domain.reproduction import TERMS, ToldCost, ToldSchedule
from services.repayment.loans.schemas.parts import (
    DAYS_MAX,
    ROWS_MAX,
    Code,
    Multiple,
)

Amount = Annotated[int, Field(ge=0, le=AMOUNT_MINOR_MAX, description="whole minor units")]
Percent = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,5})\.[0-9]{2}$", examples=["12.68"])]
_NO_LOAN: Final = Title("are the terms of no loan", "不构成有效的贷款条款")


def _at_most_all_of_it(rate_ppm: int) -> int:
    if rate_ppm > RATE_PPM_MAX:
        raise refusal("rate_too_high", en="must be at most 100", zh="不得超过 100")
    return rate_ppm


class PrincipalTold(MoneyIn):
    """The amount lent."""

    amount: int = Field(ge=1, le=PRINCIPAL_MINOR_MAX, description="whole minor units")


class RepaymentTermsTold(Schema):
    """How the loan is repaid; nothing is left to a default."""

    method: RepaymentMethod
    instalments: int = Field(ge=1, le=INSTALMENTS_MAX)
    every: int = Field(ge=1, le=EVERY_MAX)
    unit: PeriodUnit
    first_due_on: DateIn | None
    day_count: DayCount
    interest_per: InterestPer
    rounding: Rounding


class FeeTold(Schema):
    """A fee in the currency of the principal; the lender's where no payee is said."""

    code: Code
    amount: int = Field(ge=1, le=PRINCIPAL_MINOR_MAX, description="whole minor units, each time")
    timing: FeeTiming
    payee: Payee = Payee.LENDER


class ContingentFeeTold(Schema):
    """A fee that is charged only if something happens, in the currency of the principal."""

    code: Code
    amount: int = Field(ge=1, le=PRINCIPAL_MINOR_MAX, description="whole minor units, at most")
    payee: Payee = Payee.LENDER


class TermsTold(Schema):
    """The terms that were signed, as on the planned day."""

    principal: PrincipalTold
    annual_rate: Annotated[RateIn, AfterValidator(_at_most_all_of_it)]
    terms: RepaymentTermsTold
    fees: list[FeeTold] = Field(max_length=FEES_MAX)
    contingent_fees: list[ContingentFeeTold] = Field(default=[], max_length=FEES_MAX)
    planned_on: DateIn
    penalty_multiple: Multiple
    grace_days: int = Field(ge=0, le=GRACE_DAYS_MAX)

    def planned(self) -> Agreement:
        """What was agreed for the planned day; raises `Invalid` when it is no loan."""
        try:
            return Agreement(
                loan=self._loan(),
                penalty_multiple_ppm=int(Decimal(self.penalty_multiple) * PPM),
                grace_days=self.grace_days,
            )
        except EngineRefusal as refused:
            raise Invalid(errors=[FieldError(TERMS, refused.code.value, _NO_LOAN)]) from refused

    def _loan(self) -> LoanTerms:
        how = self.terms
        return LoanTerms(
            principal_minor=self.principal.amount,
            currency=self.principal.currency,
            rate_ppm=self.annual_rate,
            method=how.method,
            instalments=how.instalments,
            disbursed_on=self.planned_on,
            every=how.every,
            unit=how.unit,
            first_due_on=how.first_due_on,
            day_count=how.day_count,
            interest_per=how.interest_per,
            rounding=how.rounding,
            fees=tuple(Fee(fee.code, fee.amount, fee.timing, fee.payee) for fee in self.fees),
        )


class RowTold(Schema):
    """One instalment; `balance` is the principal left after it."""

    number: int = Field(ge=1, le=ROWS_MAX)
    due_on: DateIn
    days: int = Field(ge=0, le=DAYS_MAX)
    principal: Amount
    interest: Amount
    fees: Amount
    total: Amount
    balance: Amount

    def row(self) -> Row:
        """The row as the engine has it."""
        return Row(
            number=self.number,
            due_on=self.due_on,
            days=self.days,
            principal_minor=self.principal,
            interest_minor=self.interest,
            fees_minor=self.fees,
            total_minor=self.total,
            balance_minor=self.balance,
        )


class TotalsTold(Schema):
    """What the whole loan comes to."""

    principal: Amount
    interest: Amount
    fees: Amount
    paid: Amount


class AnnualCostTold(Schema):
    """What the loan costs a year, in per cent to two decimals."""

    simple: Percent
    compound: Percent
    basis: Annotated[str, ShortText(40)]


class ScheduleTold(Schema):
    """A schedule with its sums and its cost; amounts are whole minor units."""

    disbursed_on: DateIn
    rows: list[RowTold] = Field(min_length=1, max_length=ROWS_MAX)
    instalment: Amount
    totals: TotalsTold
    annual_cost: AnnualCostTold

    def told(self) -> ToldSchedule:
        """The schedule as the domain compares it."""
        totals, cost = self.totals, self.annual_cost
        return ToldSchedule(
            disbursed_on=self.disbursed_on,
            rows=tuple(row.row() for row in self.rows),
            instalment_minor=self.instalment,
            totals=Totals(totals.principal, totals.interest, totals.fees, totals.paid),
            cost=ToldCost(cost.simple, cost.compound, cost.basis),
        )
