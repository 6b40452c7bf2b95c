"""Money facts of a case: what comes in and goes out each month, and what is owed to us already."""

from dataclasses import dataclass

from services.underwriting.decisions.domain.checks import (
    BureauStatus,
    IdentityStatus,
    ListStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialFacts:
    """One month of the borrower, in minor units; either as declared or as verified by us.

    `monthly_income_minor` is everything that is left of all sources after tax and business costs;
    sales and costs are the business's alone, before any debt service.
    """

    monthly_income_minor: int | None = None
    monthly_sales_minor: int | None = None
    monthly_costs_minor: int | None = None
    monthly_household_costs_minor: int | None = None
    existing_monthly_debt_service_minor: int | None = None
    existing_debt_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureFacts:
    """What the borrower owes us already, and what is promised but not yet paid out.

    `in_flight_minor` leaves out the case being decided; `days_past_due_max` is that of the
    borrower's worst open loan with us, 0 without any.
    """

    outstanding_minor: int | None = None
    in_flight_minor: int | None = None
    days_past_due_max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoBorrowerFacts:
    """Somebody who will owe the loan too: checked like the borrower, and their money counted."""

    age_years: int | None = None
    identity_status: IdentityStatus | None = None
    list_status: ListStatus | None = None
    bureau_status: BureauStatus | None = None
    current_overdue_count: int | None = None
    has_bad_status: bool | None = None
    is_income_verified: bool | None = None
    monthly_income_minor: int | None = None
    monthly_household_costs_minor: int | None = None
    existing_monthly_debt_service_minor: int | None = None
