"""Property offered as security: what it is, whose it is, and what it is said to be worth."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from services.kit.errors import FieldError, Title
from services.kit.money import Money

_AMOUNTS: Final = ("declared_value", "prior_liens")


class CollateralKind(StrEnum):
    """What may be offered: for each of them underwriting knows how much may be lent on it."""

    HOME = "home"
    SHOP = "shop"
    OFFICE = "office"
    FACTORY = "factory"
    VEHICLE = "vehicle"
    EQUIPMENT = "equipment"
    INVENTORY = "inventory"


# What stands in one register: what a shop is called there, an office is not called besides.
_REAL_ESTATE: Final = frozenset(
    {CollateralKind.HOME, CollateralKind.SHOP, CollateralKind.OFFICE, CollateralKind.FACTORY}
)


class PropertyOwner(StrEnum):
    """Whose it is, as the borrower stands to them."""

    BORROWER = "borrower"
    SPOUSE = "spouse"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What is offered, in the applicant's own words.

    `title_number` is the title certificate's, or what tells a movable thing from others alike: a
    frame number, a serial number. `prior_liens` is owed on it to others, who come before us.
    """

    kind: CollateralKind
    owner: PropertyOwner
    owner_name: str
    title_number: str
    place: str
    declared_value: Money
    prior_liens: Money

    @property
    def normal_title(self) -> str:
        """The title number as it is compared: letters, digits and characters alone tell."""
        written = unicodedata.normalize("NFKC", self.title_number).casefold()
        return "".join(each for each in written if each.isalnum())

    @property
    def register(self) -> str:
        """Within what the title number is given once, whatever the thing is said to be."""
        return "real_estate" if self.kind in _REAL_ESTATE else self.kind.value

    def with_changes(self, changes: Mapping[str, object]) -> Self:
        """The property with the named members changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def differs_in_amounts_alone(self, other: Self) -> bool:
        """Whether `other` says the same of what it is, whose and where; no amount tells that."""
        return replace(other, **{name: getattr(self, name) for name in _AMOUNTS}) == self

    def breaches(self, currency: str) -> Iterator[FieldError]:
        """Each amount that is not in `currency`, the product's."""
        told = Title(f"This product is offered in {currency}.", f"该产品仅支持币种 {currency}。")
        for name in _AMOUNTS:
            amount: Money = getattr(self, name)
            if amount.currency != currency:
                yield FieldError(f"/{name}/currency", "currency_not_offered", told)
