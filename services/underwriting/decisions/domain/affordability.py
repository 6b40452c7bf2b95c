"""What a month can carry: the largest instalment each test allows, and which one is the tightest.

Every share is cut down to the whole minor unit against the borrower. A figure nobody knows leaves
the tests that need it without an answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final, NamedTuple, Self

from services.underwriting.decisions.domain.month import Month, month_of
from services.underwriting.decisions.domain.parameters import PPM, ppm
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.strict import Malformed

BUSINESS: Final = "business"


@dataclass(frozen=True, slots=True)
class AffordabilityRules:
    """The shares and covers in force, in parts per million."""

    declared_share: int
    debt_to_income_max: int
    disposable_share_max: int
    debt_service_cover_min: int
    stress_sales_drop: int
    stress_cost_share: int
    stress_cover_min: int

    @classmethod
    def of(cls, values: Mapping[str, Decimal]) -> Self:
        """The rules of these figures; raises `Malformed`."""
        rules = cls(*(ppm(values, field.name) for field in fields(cls)))
        for code in ("debt_service_cover_min", "stress_cover_min"):
            if not getattr(rules, code):
                raise Malformed("out_of_range", f"/values/{code}")
        return rules


class Affordability(NamedTuple):
    """The largest instalment by each test that applies; None where it has no answer."""

    month: Month
    instalments: Mapping[str, int | None]

    @property
    def binding(self) -> str | None:
        """The tightest test; the earlier one of two alike."""
        known = {test: amount for test, amount in self.instalments.items() if amount is not None}
        return min(known, key=lambda test: known[test], default=None)

    @property
    def instalment_minor(self) -> int | None:
        """What the tightest test leaves, at least 0; None when not every test has an answer."""
        amounts = [amount for amount in self.instalments.values() if amount is not None]
        return max(0, min(amounts)) if len(amounts) == len(self.instalments) else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that kept a test from its answer."""
        return self.month.unknown if self.instalment_minor is None else ()


def affordability_of(snapshot: Snapshot, rules: AffordabilityRules) -> Affordability:
    """Every test that applies: a business is judged by its cash, a person by income as well."""
    month = month_of(snapshot, rules.declared_share)
    is_business = snapshot.party.kind == BUSINESS
    tests = _CASH_TESTS if is_business else TESTS
    return Affordability(month, {name: test(month, rules) for name, test in tests.items()})


def _debt_to_income(month: Month, rules: AffordabilityRules) -> int | None:
    """All debt service within a share of income (DTI)."""
    if month.income_minor is None or month.debt_service_minor is None:
        return None
    income = month.income_minor + month.other_income_minor
    return income * rules.debt_to_income_max // PPM - month.debt_service_minor


def _disposable_income(month: Month, rules: AffordabilityRules) -> int | None:
    """The instalment within a share of what is left after living and other debts (IPC)."""
    if month.income_minor is None or month.household_minor is None:
        return None
    if month.debt_service_minor is None:
        return None
    spent = month.household_minor + month.debt_service_minor
    left = month.income_minor + month.other_income_minor - spent
    return left * rules.disposable_share_max // PPM


def _debt_service_cover(month: Month, rules: AffordabilityRules) -> int | None:
    """All debt service covered so many times by cash (DSCR)."""
    if month.sales_minor is None or month.costs_minor is None:
        return None
    return _covered(month, month.sales_minor - month.costs_minor, rules.debt_service_cover_min)


def _stress(month: Month, rules: AffordabilityRules) -> int | None:
    """The same after sales have dropped, with the part of costs that drops along."""
    if month.sales_minor is None or month.costs_minor is None:
        return None
    sales = month.sales_minor * (PPM - rules.stress_sales_drop) // PPM
    saved = month.costs_minor * rules.stress_sales_drop * rules.stress_cost_share // PPM**2
    return _covered(month, sales - month.costs_minor + saved, rules.stress_cover_min)


def _covered(month: Month, cash_minor: int, cover_ppm: int) -> int | None:
    if month.debt_service_minor is None:
        return None
    cash_minor += month.other_income_minor
    return cash_minor * PPM // cover_ppm - month.debt_service_minor


Test = Callable[[Month, AffordabilityRules], int | None]

_CASH_TESTS: Final[Mapping[str, Test]] = {
    "debt_service_cover": _debt_service_cover,
    "stress": _stress,
}
TESTS: Final[Mapping[str, Test]] = {
    "debt_to_income": _debt_to_income,
    "disposable_income": _disposable_income,
    **_CASH_TESTS,
}
