"""What a loan is for: coded purposes, and those no product may serve."""

from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What the money is for."""

    WORKING_CAPITAL = "working_capital"
    STOCK = "stock"
    EQUIPMENT = "equipment"
    PREMISES = "premises"
    RENOVATION = "renovation"
    RECRUITMENT = "recruitment"
    FARM_INPUTS = "farm_inputs"
    TAXES = "taxes"
    OTHER_BUSINESS = "other_business"
    SECURITIES = "securities"
    FUTURES = "futures"
    DERIVATIVES = "derivatives"
    ASSET_MANAGEMENT = "asset_management"
    EQUITY_INVESTMENT = "equity_investment"
    LOAN_REPAYMENT = "loan_repayment"
    PERSONAL_CONSUMPTION = "personal_consumption"


# Purposes a micro-lender does not finance: speculation, equity and repaying other loans (draft
# measures for micro-loan companies, 2024); and business loans are for business use.
ALWAYS_DENIED: Final = frozenset(
    {
        Purpose.SECURITIES,
        Purpose.FUTURES,
        Purpose.DERIVATIVES,
        Purpose.ASSET_MANAGEMENT,
        Purpose.EQUITY_INVESTMENT,
        Purpose.LOAN_REPAYMENT,
        Purpose.PERSONAL_CONSUMPTION,
    }
)
