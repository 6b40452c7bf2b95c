"""What underwriting approved: the terms of an offer, in words the areas share."""

from dataclasses import dataclass
from datetime import date

from services.application.domain.products import RepaymentMethod
from services.kit.errors import Title
from services.kit.money import Money


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be so before the money goes out."""

    code: str
    told: Title


@dataclass(frozen=True, slots=True)
class AnnualCost:
    """What the loan costs a year, in parts per million; `basis` names how it was found."""

    simple_ppm: int
    compound_ppm: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """What is offered; the rate is parts per million of a year.

    It stands until the end of the business day `valid_until`.
    """

    amount: Money
    term_months: int
    rate_ppm: int
    method: RepaymentMethod
    instalment: Money
    annual_cost: AnnualCost
    conditions: tuple[Condition, ...]
    valid_until: date
