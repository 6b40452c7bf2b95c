"""What somebody sends who wants to know what a loan would cost."""

from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from services.kit.schemas import DateIn, MoneyIn, RateIn, Schema, refusal
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.rounding import Rounding
from services.loan_engine.terms import (
    EVERY_MAX,
    FEES_MAX,
    INSTALMENTS_MAX,
    PRINCIPAL_MINOR_MAX,
    RATE_PPM_MAX,
    Fee,
    FeeTiming,
    InterestPer,
    LoanTerms,
    RepaymentMethod,
)
from services.repayment.quotes.domain.refusals import refused_in_our_words

FEE_CODE: Final = r"^[a-z][a-z0-9_]{1,39}$"


def _at_most_all_of_it(rate_ppm: int) -> int:
    if rate_ppm > RATE_PPM_MAX:
        raise refusal("rate_too_high", en="must be at most 100", zh="不得超过 100")
    return rate_ppm


class PrincipalIn(MoneyIn):
    """The amount lent."""

    amount: int = Field(
        ge=1, le=PRINCIPAL_MINOR_MAX, description="whole minor units", examples=[10000000]
    )


class QuoteTermsIn(Schema):
    """How the loan is repaid. What is left out has the default named with it."""

    method: RepaymentMethod = Field(
        description="level_instalment: the same amount each time; equal_principal: the same "
        "principal each time and interest on what is left; interest_only: interest each time and "
        "the principal with the last; bullet: all of it once, after `instalments` periods"
    )
    instalments: int = Field(ge=1, le=INSTALMENTS_MAX, examples=[12])
    every: int = Field(default=1, ge=1, le=EVERY_MAX, description="units between due dates")
    unit: PeriodUnit = PeriodUnit.MONTHS
    first_due_on: DateIn | None = Field(
        default=None,
        description="null: one period after disbursement; another day makes the first period odd, "
        "and its interest is counted in days",
    )
    day_count: DayCount = Field(
        default=DayCount.THIRTY_360, description="which days bear interest, and of how many"
    )
    interest_per: InterestPer | None = Field(
        default=None,
        description="period: each regular period bears its even share of the yearly rate; day: "
        "each bears its days. null: period under 30/360, day under the actual day counts",
    )
    rounding: Rounding = Rounding.HALF_UP

    def interest(self) -> InterestPer:
        """How regular periods bear interest: who asks for actual days gets them."""
        if self.interest_per is not None:
            return self.interest_per
        is_thirty = self.day_count is DayCount.THIRTY_360
        return InterestPer.PERIOD if is_thirty else InterestPer.DAY


class QuoteFeeIn(Schema):
    """A fee in the currency of the principal."""

    code: str = Field(pattern=FEE_CODE, examples=["service"])
    amount: int = Field(ge=1, le=PRINCIPAL_MINOR_MAX, description="whole minor units, each time")
    timing: FeeTiming = Field(
        description="disbursement: once, when the money is paid out; instalment: with each of "
        "them; maturity: once, with the last"
    )

    def fee(self) -> Fee:
        """The fee as the engine knows it."""
        return Fee(self.code, self.amount, self.timing)


class QuoteCreate(Schema):
    """The loan to quote."""

    principal: PrincipalIn
    annual_rate: Annotated[RateIn, AfterValidator(_at_most_all_of_it)] = Field(
        description='per cent a year, "0" to "100", at most 4 decimals', examples=["12"]
    )
    disbursed_on: DateIn | None = Field(default=None, description="null: today's business date")
    terms: QuoteTermsIn
    fees: tuple[QuoteFeeIn, ...] = Field(default=(), max_length=FEES_MAX)

    def loan_terms(self, *, today: date) -> LoanTerms:
        """The loan as the engine knows it; raises `Invalid` when the terms are no loan."""
        with refused_in_our_words():
            return LoanTerms(
                principal_minor=self.principal.amount,
                currency=self.principal.currency,
                rate_ppm=self.annual_rate,
                method=self.terms.method,
                instalments=self.terms.instalments,
                disbursed_on=self.disbursed_on or today,
                every=self.terms.every,
                unit=self.terms.unit,
                first_due_on=self.terms.first_due_on,
                day_count=self.terms.day_count,
                interest_per=self.terms.interest(),
                rounding=self.terms.rounding,
                fees=tuple(fee.fee() for fee in self.fees),
            )
