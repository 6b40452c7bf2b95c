"""What a thing that secures a loan is worth, as somebody found: what is said, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.kit.errors import FieldError, Title
from services.kit.money import Money

# A value older than this says too little of what the thing would fetch today.
VALUATION_LIFE: Final = timedelta(days=180)


class CollateralKind(StrEnum):
    """What may secure a loan; the limits of a rulebook say what share of its value we lend."""

    HOME = "home"
    SHOP = "shop"
    OFFICE = "office"
    FACTORY = "factory"
    VEHICLE = "vehicle"
    EQUIPMENT = "equipment"
    INVENTORY = "inventory"


class ValuationMethod(StrEnum):
    """How a value was found: the three approaches of appraisers, or a report of theirs."""

    MARKET_COMPARISON = "market_comparison"
    INCOME = "income"
    COST = "cost"
    EXTERNAL_REPORT = "external_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """What somebody found about one thing: its value, what others are owed on it before us, and
    whether it may be mortgaged at all (民法典 art. 399)."""

    collateral_id: UUID
    kind: CollateralKind
    method: ValuationMethod
    valued_on: date
    valuer: str
    value: Money
    prior_liens: Money
    is_mortgageable: bool
    note: str


def faults_of(said: Valuation, told_kind: str, currency: str, today: date) -> Iterator[FieldError]:
    """What is wrong with a valuation of a thing told as `told_kind`, for a loan in `currency`."""
    if said.kind != told_kind:
        yield FieldError("/kind", "not_the_same", _KIND)
    if said.valued_on > today:
        yield FieldError("/valued_on", "date_in_the_future", _FUTURE)
    elif not is_current(said.valued_on, today):
        yield FieldError("/valued_on", "valuation_too_old", _OLD)
    for name, money in (("value", said.value), ("prior_liens", said.prior_liens)):
        if money.currency != currency:
            yield FieldError(f"/{name}/currency", "other_currency", _CURRENCY)


def is_current(valued_on: date, today: date) -> bool:
    """Whether a value found on `valued_on` still counts on `today`; the last day does."""
    return today - valued_on <= VALUATION_LIFE


_KIND: Final = Title("must be the kind the borrower told", "须与借款人申报的种类一致")
_FUTURE: Final = Title("must not lie in the future", "不得晚于今日")
_OLD: Final = Title("must not be older than 180 days", "不得早于180天前")
_CURRENCY: Final = Title("must be the loan's currency", "须与贷款币种一致")
