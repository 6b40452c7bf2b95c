"""The parts a product version is made of, as a maker writes them."""

import re
from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Field

from services.application.domain.checklists import (
    ChecklistItem,
    ChecklistRule,
    Circumstance,
    MediaType,
    Requirement,
    Security,
)
from services.application.domain.customers import CustomerType
from services.application.domain.products import (
    FastTrack,
    Fee,
    FeeKind,
    FeePayee,
    FeePayer,
    FeeTiming,
)
from services.kit.errors import Title
from services.kit.schemas import MoneyIn, RateIn, Schema, ShortText, refusal

T = TypeVar("T", bound=Hashable)

TITLE_LENGTH_MAX: Final = 200
FRESHNESS_DAYS_MAX: Final = 3_650
PPM: Final = 1_000_000
PRODUCT_CODE: Final = r"^[A-Z][A-Z0-9_]{2,39}$"
PART_CODE: Final = r"^[a-z][a-z0-9_]{1,39}$"
MULTIPLE: Final = r"^[1-9](\.[0-9]{1,4})?$"


def _distinct(values: Sequence[T]) -> Sequence[T]:
    if len(set(values)) != len(values):
        raise refusal("repeated_value", en="holds a value twice", zh="包含重复的值")
    return values


Distinct = AfterValidator(_distinct)
CustomerTypes = Annotated[
    tuple[CustomerType, ...], Field(min_length=1, max_length=len(CustomerType)), Distinct
]

Securities = Annotated[
    tuple[Security, ...], Field(min_length=1, max_length=len(Security)), Distinct
]
MediaTypes = Annotated[
    tuple[MediaType, ...], Field(min_length=1, max_length=len(MediaType)), Distinct
]


class TitleIn(Schema):
    """One short text in the two languages we answer in."""

    en: Annotated[str, ShortText(TITLE_LENGTH_MAX)]
    zh: Annotated[str, ShortText(TITLE_LENGTH_MAX)]

    def title(self) -> Title:
        """The text as the domain knows it."""
        return Title(self.en, self.zh)


class FeeIn(Schema):
    """One fee: a fixed amount, or a rate of the principal."""

    code: str = Field(pattern=PART_CODE, examples=["service"])
    kind: FeeKind
    title: TitleIn
    amount: MoneyIn | None = None
    rate: RateIn | None = Field(default=None, description="per cent of the principal")
    timing: FeeTiming
    payer: FeePayer
    payee: FeePayee
    is_refundable: bool
    is_in_annual_cost: bool
    needs_consent: bool

    def fee(self) -> Fee:
        """The fee as the domain knows it."""
        return Fee(
            code=self.code,
            kind=self.kind,
            title=self.title.title(),
            amount=self.amount.money() if self.amount else None,
            rate_ppm=self.rate,
            timing=self.timing,
            payer=self.payer,
            payee=self.payee,
            is_refundable=self.is_refundable,
            is_in_annual_cost=self.is_in_annual_cost,
            needs_consent=self.needs_consent,
        )


class CircumstanceIn(Schema):
    """When an item is asked for; whatever is left out does not matter."""

    customer_types: CustomerTypes | None = None
    securities: Securities | None = None
    amount_from: MoneyIn | None = Field(default=None, description="this amount and above")
    amount_below: MoneyIn | None = Field(default=None, description="less than this amount")

    def circumstance(self) -> Circumstance:
        """The circumstance as the domain knows it."""
        return Circumstance(
            customer_types=frozenset(self.customer_types or ()),
            securities=frozenset(self.securities or ()),
            amount_from=self.amount_from.money() if self.amount_from else None,
            amount_below=self.amount_below.money() if self.amount_below else None,
        )


class ChecklistRuleIn(Schema):
    """A material, and when it is asked for."""

    code: str = Field(pattern=PART_CODE, examples=["bank_statement"])
    title: TitleIn
    requirement: Requirement
    group: str | None = Field(
        default=None, pattern=PART_CODE, description="one_of items of a group are alternatives"
    )
    freshness_days: int | None = Field(
        default=None, ge=1, le=FRESHNESS_DAYS_MAX, description="how old it may be on submission"
    )
    media_types: MediaTypes
    when: CircumstanceIn = CircumstanceIn()

    def rule(self) -> ChecklistRule:
        """The rule as the domain knows it."""
        item = ChecklistItem(
            code=self.code,
            title=self.title.title(),
            requirement=self.requirement,
            group=self.group,
            freshness_days=self.freshness_days,
            media_types=self.media_types,
        )
        return ChecklistRule(item, self.when.circumstance())


class FastTrackIn(Schema):
    """Who is accepted without an officer, up to which amount."""

    amount_max: MoneyIn
    customer_types: CustomerTypes

    def fast_track(self) -> FastTrack:
        """The fast track as the domain knows it."""
        return FastTrack(self.amount_max.money(), frozenset(self.customer_types))


def multiple_ppm(text: str) -> int:
    """The multiple written `text`, such as "1.5", in parts per million."""
    return int(Decimal(text) * PPM)


def multiple_text(ppm: int) -> str:
    """A multiple in parts per million as it is written: 1_500_000 is "1.5"."""
    return re.sub(r"\.?0+$", "", f"{ppm // PPM}.{ppm % PPM:06d}")
