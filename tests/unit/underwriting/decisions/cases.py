"""A case that is approved at once, and ways to change one thing about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.underwriting.decisions.domain.checks import (
    BureauFacts,
    BureauStatus,
    DuplicateFacts,
    IdentityFacts,
    IdentityStatus,
    ListFacts,
    ListStatus,
)
from services.underwriting.decisions.domain.finances import (
    CoBorrowerFacts,
    ExposureFacts,
    FinancialFacts,
)
from services.underwriting.decisions.domain.snapshot import (
    ApplicationFacts,
    FeeFacts,
    PartyFacts,
    ProductFacts,
    Snapshot,
)

TODAY: Final = date(2026, 12, 1)

SERVICE_FEE: Final = FeeFacts(
    code="service",
    amount_minor=None,
    rate_ppm=5_000,
    timing="disbursement",
    payer="borrower",
    is_in_annual_cost=True,
)

CLEAN: Final = Snapshot(
    application_id="app_01h455vb4pex5vsknk084sn02q",
    submission=1,
    frozen_on=TODAY,
    application=ApplicationFacts(
        amount_minor=4_000_000,
        currency="CNY",
        term_months=12,
        method="level_instalment",
        purpose="stock",
        channel="app",
        is_fast_track=True,
    ),
    product=ProductFacts(
        code="SOLE_TRADER_CREDIT",
        version=1,
        type="credit",
        currency="CNY",
        amount_min_minor=500_000,
        amount_max_minor=30_000_000,
        term_months_min=3,
        term_months_max=24,
        methods=("level_instalment", "equal_principal", "interest_only"),
        rate_min_ppm=84_000,
        rate_max_ppm=144_000,
        day_count="30/360",
        customer_types=("sole_trader", "micro_owner"),
        denied_purposes=(),
        fees=(SERVICE_FEE,),
    ),
    party=PartyFacts(
        kind="person",
        customer_type="sole_trader",
        age_years=38,
        region_code="330106",
        marital_status="single",
        years_in_trade=6,
        warnings=(),
    ),
    identity=IdentityFacts(status=IdentityStatus.PASSED, is_card_current=True),
    lists=ListFacts(status=ListStatus.CLEAR, version="1"),
    duplicates=DuplicateFacts(same_identity_count=0, same_mobile_count=0, open_case_count=0),
    bureau=BureauFacts(
        status=BureauStatus.REPORTED,
        report_age_days=0,
        current_overdue_count=0,
        overdue_count=0,
        consecutive_overdue_max=0,
        has_bad_status=False,
        query_count_3m=1,
        open_loan_count=0,
        closed_loan_count=2,
        other_lender_count=0,
        guarantees_minor=0,
        debt_minor=0,
        monthly_debt_service_minor=0,
    ),
    declared=FinancialFacts(
        monthly_income_minor=1_500_000,
        monthly_sales_minor=5_000_000,
        monthly_costs_minor=3_000_000,
        monthly_household_costs_minor=400_000,
        existing_monthly_debt_service_minor=0,
        existing_debt_minor=0,
    ),
    exposure=ExposureFacts(outstanding_minor=0, in_flight_minor=0, days_past_due_max=0),
)

CO_BORROWER: Final = CoBorrowerFacts(
    age_years=40,
    identity_status=IdentityStatus.PASSED,
    list_status=ListStatus.CLEAR,
    bureau_status=BureauStatus.REPORTED,
    current_overdue_count=0,
    has_bad_status=False,
    is_income_verified=True,
    monthly_income_minor=800_000,
    monthly_household_costs_minor=0,
    existing_monthly_debt_service_minor=0,
)


def a_case(facts: Mapping[str, Any] | None = None, *, on: Snapshot = CLEAN) -> Snapshot:
    """The clean case with other facts, by dotted name."""
    for name, value in (facts or {}).items():
        section, _, fact = name.rpartition(".")
        if section:
            changed = replace(getattr(on, section), **{fact: value})
            on = replace(on, **{section: changed})
        else:
            on = replace(on, **{fact: value})
    return on
