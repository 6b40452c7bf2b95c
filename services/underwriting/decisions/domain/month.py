"""One month of the borrower as it counts: verified figures in full, declared earnings in part."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.underwriting.decisions.domain.finances import CoBorrowerFacts
from services.underwriting.decisions.domain.parameters import PPM
from services.underwriting.decisions.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Minor units; None where a figure is missing, `unknown` naming what was missed.

    Household costs and debt service are those of all who will owe the loan;
    `other_income_minor` is the co-borrowers' alone.
    """

    income_minor: int | None
    sales_minor: int | None
    costs_minor: int | None
    household_minor: int | None
    debt_service_minor: int | None
    other_income_minor: int
    unknown: tuple[str, ...]


def month_of(snapshot: Snapshot, declared_share: int) -> Month:
    """The month of a case; `declared_share` (ppm) of what is only declared is counted as earned."""
    declared, verified = snapshot.declared, snapshot.verified
    own_debts = _either(
        verified.existing_monthly_debt_service_minor, declared.existing_monthly_debt_service_minor
    )
    figures = {
        "declared.monthly_income_minor": _earned(
            verified.monthly_income_minor, declared.monthly_income_minor, declared_share
        ),
        "declared.monthly_sales_minor": _earned(
            verified.monthly_sales_minor, declared.monthly_sales_minor, declared_share
        ),
        "declared.monthly_costs_minor": _either(
            verified.monthly_costs_minor, declared.monthly_costs_minor
        ),
        "declared.monthly_household_costs_minor": _either(
            verified.monthly_household_costs_minor, declared.monthly_household_costs_minor
        ),
        "declared.existing_monthly_debt_service_minor": own_debts,
        "bureau.monthly_debt_service_minor": snapshot.bureau.monthly_debt_service_minor,
    }
    income, sales, costs, household, told, reported = figures.values()
    others = snapshot.co_borrowers
    unknown = [name for name, figure in figures.items() if figure is None]
    return Month(
        income_minor=income,
        sales_minor=sales,
        costs_minor=costs,
        household_minor=_sum(household, *(one.monthly_household_costs_minor for one in others)),
        debt_service_minor=_sum(
            _larger(told, reported),
            *(one.existing_monthly_debt_service_minor for one in others),
        ),
        other_income_minor=sum(_other_income(one, declared_share) for one in others),
        unknown=(*unknown, *_unknown_of(others)),
    )


def _unknown_of(others: tuple[CoBorrowerFacts, ...]) -> Iterator[str]:
    for fact in ("monthly_household_costs_minor", "existing_monthly_debt_service_minor"):
        if any(getattr(one, fact) is None for one in others):
            yield f"co_borrowers.{fact}"


def _other_income(one: CoBorrowerFacts, declared_share: int) -> int:
    """What nobody told counts as nothing."""
    income = one.monthly_income_minor or 0
    return income if one.is_income_verified else income * declared_share // PPM


def _either(checked: int | None, told: int | None) -> int | None:
    return told if checked is None else checked


def _earned(checked: int | None, told: int | None, declared_share: int) -> int | None:
    if checked is not None or told is None:
        return checked
    return told * declared_share // PPM


def _larger(told: int | None, reported: int | None) -> int | None:
    """The borrower's word and the bureau's: the worse for the borrower, once both are there."""
    return None if told is None or reported is None else max(told, reported)


def _sum(*figures: int | None) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None
