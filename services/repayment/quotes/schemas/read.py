"""What a quote answers. Amounts inside it are whole minor units of its currency."""

from typing import Annotated

from pydantic import Field

from services.kit.schemas import DateRead, MoneyRead, ReadSchema
from services.loan_engine.annual_cost import CostBasis

Percent = Annotated[
    str,
    Field(pattern=r"^(0|[1-9][0-9]{0,5})\.[0-9]{2}$", description="per cent", examples=["12.68"]),
]


class QuoteRowRead(ReadSchema):
    """One instalment; `balance` is the principal left after it."""

    number: int
    due_on: DateRead
    days: int = Field(description="days of the calendar since the due date before")
    principal: int
    interest: int
    fees: int
    total: int
    balance: int


class QuoteTotalsRead(ReadSchema):
    """What the whole loan comes to."""

    principal: int
    interest: int
    fees: int = Field(description="those paid at disbursement among them")
    paid: int


class AnnualCostRead(ReadSchema):
    """What the loan costs a year, all fees included, if it is performed as agreed."""

    simple: Percent = Field(description="the cost of a period times the periods of a year")
    compound: Percent = Field(description="the same with interest on interest")
    basis: CostBasis = Field(description="equal periods, or days because the first is odd")


class CashFlowRead(ReadSchema):
    """What the borrower gets (positive) or pays (negative) on a day."""

    on: DateRead
    amount: int


class QuoteRead(ReadSchema):
    """A quote: nothing is kept, and the same question gives the same answer."""

    instalment: MoneyRead = Field(
        description="principal and interest of the first row: with level instalments of every row "
        "but the last"
    )
    rows: list[QuoteRowRead]
    totals: QuoteTotalsRead
    annual_cost: AnnualCostRead
    cash_flows: list[CashFlowRead] = Field(description="what the annual cost was solved from")
    conventions: list[str] = Field(
        description="one sentence for each convention applied, in the language asked for"
    )
    engine_version: str = Field(pattern=r"^[0-9]+\.[0-9]+$")
