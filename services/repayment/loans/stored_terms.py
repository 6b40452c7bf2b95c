"""Pinned terms as columns, and back."""

from collections.abc import Mapping
from typing import Any

from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.rounding import Rounding
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.terms import (
    Fee,
    FeeTiming,
    InterestPer,
    LoanTerms,
    Payee,
    RepaymentMethod,
)
from services.repayment.domain.contingent_fees import ContingentFee
from services.repayment.loans.domain.terms import PinnedTerms
from services.repayment.loans.tables import LoanRow


def columns_of(terms: PinnedTerms) -> dict[str, Any]:
    """What the row of a loan keeps of its terms: all of them."""
    agreed, loan = terms.planned, terms.planned.loan
    return {
        "engine_version": terms.engine_version,
        "principal_minor": loan.principal_minor,
        "currency": loan.currency,
        "rate_ppm": loan.rate_ppm,
        "method": loan.method.value,
        "instalments": loan.instalments,
        "every": loan.every,
        "unit": loan.unit.value,
        "first_due_on": loan.first_due_on,
        "day_count": loan.day_count.value,
        "interest_per": loan.interest_per.value,
        "rounding": loan.rounding.value,
        "fees": [
            {
                "code": fee.code,
                "amount_minor": fee.amount_minor,
                "timing": fee.timing.value,
                **_named(fee.payee),
            }
            for fee in loan.fees
        ],
        "contingent_fees": [
            {"code": code, "amount_minor": fee.amount_minor, **_named(fee.payee)}
            for code, fee in terms.contingent_fees.items()
        ],
        "planned_on": loan.disbursed_on,
        "penalty_multiple_ppm": agreed.penalty_multiple_ppm,
        "grace_days": agreed.grace_days,
    }


def terms_of(row: LoanRow) -> PinnedTerms:
    """The terms of a loan, as its contract had them."""
    loan = LoanTerms(
        principal_minor=row.principal_minor,
        currency=row.currency,
        rate_ppm=row.rate_ppm,
        method=RepaymentMethod(row.method),
        instalments=row.instalments,
        disbursed_on=row.planned_on,
        every=row.every,
        unit=PeriodUnit(row.unit),
        first_due_on=row.first_due_on,
        day_count=DayCount(row.day_count),
        interest_per=InterestPer(row.interest_per),
        rounding=Rounding(row.rounding),
        fees=tuple(
            Fee(fee["code"], fee["amount_minor"], FeeTiming(fee["timing"]), _payee_of(fee))
            for fee in row.fees
        ),
    )
    agreed = Agreement(
        loan=loan, penalty_multiple_ppm=row.penalty_multiple_ppm, grace_days=row.grace_days
    )
    return PinnedTerms(agreed, row.engine_version, contingent_fees_of(row))


def contingent_fees_of(row: LoanRow) -> dict[str, ContingentFee]:
    """What the contract discloses for the case that something happens, by code."""
    return {
        fee["code"]: ContingentFee(fee["amount_minor"], _payee_of(fee))
        for fee in row.contingent_fees
    }


def differ(kept: Any, told: Any) -> bool:  # noqa: ANN401 - the value of a column
    """Whether a column's value is not what was told now.

    A fee of a loan that began before payees were told stays as it was kept.
    """
    if not isinstance(kept, list):
        return bool(kept != told)
    if len(kept) != len(told):
        return True
    return any(not was.items() <= now.items() for was, now in zip(kept, told, strict=True))


def _named(payee: Payee) -> dict[str, str]:
    """Only a third party is kept: a fee without payee is the lender's, as all once were."""
    return {} if payee is Payee.LENDER else {"payee": payee.value}


def _payee_of(fee: Mapping[str, Any]) -> Payee:
    return Payee(fee.get("payee", Payee.LENDER))
