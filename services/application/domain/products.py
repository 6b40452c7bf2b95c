"""A product version: the terms an application pins, and that never change after approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.application.domain.checklists import ChecklistItem, ChecklistRule, Security
from services.application.domain.customers import CustomerType
from services.application.domain.purposes import ALWAYS_DENIED, Purpose
from services.kit.errors import Title
from services.kit.money import Money


class ProductType(StrEnum):
    """What stands behind the loan."""

    CREDIT = "credit"
    GROUP = "group"
    COLLATERAL = "collateral"


SECURITY_OF: Final[Mapping[ProductType, Security]] = MappingProxyType(
    {
        ProductType.CREDIT: Security.NONE,
        ProductType.GROUP: Security.JOINT_LIABILITY,
        ProductType.COLLATERAL: Security.COLLATERAL,
    }
)


class RepaymentMethod(StrEnum):
    """How principal and interest come back."""

    LEVEL_INSTALMENT = "level_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    FLAT = "flat"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"
    CUSTOM = "custom"
    STEPPED = "stepped"


class DayCount(StrEnum):
    """How days become fractions of a year."""

    THIRTY_360 = "30/360"
    THIRTY_E_360 = "30E/360"
    ACTUAL_360 = "actual/360"
    ACTUAL_364 = "actual/364"
    ACTUAL_365 = "actual/365"
    ACTUAL_ACTUAL = "actual/actual"


class FeeKind(StrEnum):
    """What a fee pays for."""

    SERVICE = "service"
    GUARANTEE = "guarantee"
    INSURANCE = "insurance"
    VALUATION = "valuation"
    REGISTRATION = "registration"
    NOTARY = "notary"
    EARLY_REPAYMENT = "early_repayment"
    LATE_NOTICE = "late_notice"
    LEGAL_COST = "legal_cost"


class FeeTiming(StrEnum):
    """When a fee falls due."""

    DISBURSEMENT = "disbursement"
    INSTALMENT = "instalment"
    MATURITY = "maturity"
    EVENT = "event"  # only if something happens: an early repayment, a lawsuit


class FeePayer(StrEnum):
    """Who bears a fee."""

    BORROWER = "borrower"
    LENDER = "lender"


class FeePayee(StrEnum):
    """Who receives a fee."""

    LENDER = "lender"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Fee:
    """One disclosed fee: either a fixed `amount` or `rate_ppm` of the principal, never both."""

    code: str
    kind: FeeKind
    title: Title
    amount: Money | None
    rate_ppm: int | None
    timing: FeeTiming
    payer: FeePayer
    payee: FeePayee
    is_refundable: bool
    is_in_annual_cost: bool
    needs_consent: bool


@dataclass(frozen=True, slots=True)
class FastTrack:
    """Who is accepted without an officer: these customer types, up to this amount."""

    amount_max: Money
    customer_types: frozenset[CustomerType]


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """What a version says.

    Rates are parts per million of a year; a penalty multiple of 1.5 is 1_500_000.
    """

    title: Title
    summary: Title
    product_type: ProductType
    customer_types: frozenset[CustomerType]
    amount_min: Money
    amount_max: Money
    term_months_min: int
    term_months_max: int
    methods: tuple[RepaymentMethod, ...]
    rate_min_ppm: int
    rate_max_ppm: int
    fees: tuple[Fee, ...]
    penalty_multiple_ppm: int
    grace_days: int
    day_count: DayCount
    denied_purposes: frozenset[Purpose]
    checklist: tuple[ChecklistRule, ...]
    fast_track: FastTrack | None

    @property
    def security(self) -> Security:
        """What secures a loan of this product."""
        return SECURITY_OF[self.product_type]

    def denies(self, purpose: Purpose) -> bool:
        """Whether the product may not be lent for `purpose`."""
        return purpose in ALWAYS_DENIED or purpose in self.denied_purposes

    def is_fast(self, customer_type: CustomerType, amount: Money) -> bool:
        """Whether a complete application may be accepted without an officer."""
        track = self.fast_track
        return (
            track is not None
            and customer_type in track.customer_types
            and amount <= track.amount_max
        )


class VersionStatus(StrEnum):
    """The life of a version; a retired one was replaced and is offered until its `valid_to`."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """One numbered version of a product.

    It is offered on days `valid_from <= day < valid_to`; `valid_to` None means until further
    notice. `maker` and `approver` are subjects; they are never the same person.
    """

    version_id: UUID
    product_id: UUID
    code: str
    number: int
    status: VersionStatus
    terms: ProductTerms
    valid_from: date
    valid_to: date | None
    maker: str
    approver: str | None

    def is_offered_on(self, day: date) -> bool:
        """Whether new applications may choose this version on `day`."""
        is_approved = self.status is not VersionStatus.DRAFT
        has_begun = self.valid_from <= day
        return is_approved and has_begun and (self.valid_to is None or day < self.valid_to)


def checklist_for(
    version: ProductVersion, customer_type: CustomerType, amount: Money, security: Security
) -> tuple[ChecklistItem, ...]:
    """The items this case needs, in the product's order; each code at most once."""
    return tuple(
        rule.item
        for rule in version.terms.checklist
        if rule.when.covers(customer_type, amount, security)
    )
