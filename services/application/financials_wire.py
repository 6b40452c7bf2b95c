"""A borrower's means on the wire: written in a draft or an answer, read with the application."""

from typing import Annotated

from pydantic import Field

from services.application.domain.financials import YEARS_IN_TRADE_MAX
from services.kit.schemas import AmountIn, MoneyRead, ReadSchema, Schema

YearsInTrade = Annotated[int, Field(ge=0, le=YEARS_IN_TRADE_MAX, examples=[4])]


class FinancialsWritten(Schema):
    """What the borrower says of its means; all of it may be left open.

    What is open is looked into by underwriting, which takes longer.
    """

    monthly_income: AmountIn | None = None
    monthly_sales: AmountIn | None = None
    monthly_costs: AmountIn | None = None
    monthly_household_costs: AmountIn | None = None
    existing_monthly_debt_service: AmountIn | None = Field(
        default=None, description="what is paid on other loans each month"
    )
    existing_debt: AmountIn | None = Field(default=None, description="what is owed elsewhere")
    years_in_trade: YearsInTrade | None = None

    def changes(self) -> dict[str, object]:
        """The named members and what they become; None takes one back."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        return {
            name: each.money() if isinstance(each, AmountIn) else each
            for name, each in sent.items()
        }


class FinancialsRead(ReadSchema):
    """What the borrower said of its means; null is not said."""

    monthly_income: MoneyRead | None
    monthly_sales: MoneyRead | None
    monthly_costs: MoneyRead | None
    monthly_household_costs: MoneyRead | None
    existing_monthly_debt_service: MoneyRead | None
    existing_debt: MoneyRead | None
    years_in_trade: YearsInTrade | None
