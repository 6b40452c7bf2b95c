"""What a borrower says of its means: monthly sums unless the name says otherwise.

All of it may be left open. What is open is not taken for nothing: underwriting then looks into it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from services.kit.errors import FieldError, Title
from services.kit.money import Money

AMOUNTS: Final = (
    "monthly_income",
    "monthly_sales",
    "monthly_costs",
    "monthly_household_costs",
    "existing_monthly_debt_service",
    "existing_debt",
)
YEARS_IN_TRADE_MAX: Final = 80

_ASKED: Final = Title("was asked for", "需补充说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Financials:
    """The borrower's own word; amounts are zero or more, all in one currency."""

    monthly_income: Money | None = None
    monthly_sales: Money | None = None
    monthly_costs: Money | None = None
    monthly_household_costs: Money | None = None
    existing_monthly_debt_service: Money | None = None
    existing_debt: Money | None = None
    years_in_trade: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self == NOTHING_SAID

    def amounts(self) -> dict[str, Money]:
        """The amounts that were said, by name."""
        named = ((name, getattr(self, name)) for name in AMOUNTS)
        return {name: amount for name, amount in named if isinstance(amount, Money)}

    def with_changes(self, changes: Mapping[str, object]) -> Self:
        """With the named members changed; None takes one back."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def gaps(self, names: Iterable[str]) -> tuple[FieldError, ...]:
        """Those of `names` that are members here and were not said."""
        open_ones = [each for each in names if getattr(self, each, ...) is None]
        return tuple(FieldError(f"/financials/{name}", "required", _ASKED) for name in open_ones)

    def breaches(self, currency: str) -> Iterator[FieldError]:
        """Each amount that is not in `currency`, the product's."""
        told = Title(f"This product is offered in {currency}.", f"该产品仅支持币种 {currency}。")
        for name, amount in self.amounts().items():
            if amount.currency != currency:
                pointer = f"/financials/{name}/currency"
                yield FieldError(pointer, "currency_not_offered", told)


NOTHING_SAID: Final = Financials()
