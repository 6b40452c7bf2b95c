"""The materials a product asks for, and in which circumstances."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from services.application.domain.customers import CustomerType
from services.kit.errors import Title
from services.kit.money import Money

T = TypeVar("T")


class Security(StrEnum):
    """What a lender can turn to when the borrower does not pay."""

    NONE = "none"
    JOINT_LIABILITY = "joint_liability"
    COLLATERAL = "collateral"


class MediaType(StrEnum):
    """The kinds of file a material may be."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class Requirement(StrEnum):
    """How badly an item is needed: always, one out of its group, or not at all."""

    REQUIRED = "required"
    ONE_OF = "one_of"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One material to bring.

    `group` names the alternatives of a `one_of` item; `freshness_days` is how old the document
    may be when the application is submitted, None when age does not matter.
    """

    code: str
    title: Title
    requirement: Requirement
    group: str | None
    freshness_days: int | None
    media_types: tuple[MediaType, ...]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """When a rule applies; an empty set, like a missing bound, means always.

    Amounts are in the product's currency: from `amount_from` up to, and without, `amount_below`.
    """

    customer_types: frozenset[CustomerType] = frozenset()
    securities: frozenset[Security] = frozenset()
    amount_from: Money | None = None
    amount_below: Money | None = None

    def covers(self, customer_type: CustomerType, amount: Money, security: Security) -> bool:
        """Whether the case lies within this circumstance."""
        return (
            _admits(self.customer_types, customer_type)
            and _admits(self.securities, security)
            and (self.amount_from is None or amount >= self.amount_from)
            and (self.amount_below is None or amount < self.amount_below)
        )

    def meets(self, other: "Circumstance") -> bool:
        """Whether some case lies within both."""
        return (
            _share(self.customer_types, other.customer_types)
            and _share(self.securities, other.securities)
            and _begins_before(self.amount_from, other.amount_below)
            and _begins_before(other.amount_from, self.amount_below)
        )


@dataclass(frozen=True, slots=True)
class ChecklistRule:
    """An item, and when it is asked for."""

    item: ChecklistItem
    when: Circumstance


def _admits(allowed: frozenset[T], one: T) -> bool:
    return not allowed or one in allowed


def _share(left: frozenset[T], right: frozenset[T]) -> bool:
    return not left or not right or not left.isdisjoint(right)


def _begins_before(begin: Money | None, end: Money | None) -> bool:
    return begin is None or end is None or begin < end
