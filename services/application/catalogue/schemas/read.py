"""What readers of the catalogue get."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.application.catalogue.schemas.parts import MULTIPLE, PART_CODE, PRODUCT_CODE
from services.application.domain.checklists import MediaType, Requirement, Security
from services.application.domain.customers import CustomerType
from services.application.domain.products import (
    DayCount,
    FeeKind,
    FeePayee,
    FeePayer,
    FeeTiming,
    ProductType,
    RepaymentMethod,
    VersionStatus,
)
from services.application.domain.purposes import Purpose
from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema, TypeId


class TitleRead(ReadSchema):
    """One short text in the two languages we answer in."""

    en: str
    zh: str


class FeeRead(ReadSchema):
    """One fee: a fixed amount, or a rate of the principal."""

    code: str = Field(pattern=PART_CODE)
    kind: FeeKind
    title: TitleRead
    amount: MoneyRead | None
    rate: RateRead | None = Field(description="per cent of the principal")
    timing: FeeTiming
    payer: FeePayer
    payee: FeePayee
    is_refundable: bool
    is_in_annual_cost: bool
    needs_consent: bool


class FastTrackRead(ReadSchema):
    """Who is accepted without an officer, up to which amount."""

    amount_max: MoneyRead
    customer_types: list[CustomerType]


class ProductRead(ReadSchema):
    """The public terms of a product: of the version on offer today."""

    code: str = Field(pattern=PRODUCT_CODE)
    version: int = Field(ge=1, description="the number of the version on offer")
    title: TitleRead
    summary: TitleRead
    type: ProductType
    customer_types: list[CustomerType]
    amount_min: MoneyRead
    amount_max: MoneyRead
    term_months_min: int
    term_months_max: int
    methods: list[RepaymentMethod]
    rate_min: RateRead
    rate_max: RateRead
    fees: list[FeeRead]
    penalty_multiple: str = Field(pattern=MULTIPLE)
    grace_days: int
    day_count: DayCount
    denied_purposes: list[Purpose]
    fast_track: FastTrackRead | None
    valid_from: DateRead
    valid_to: DateRead | None = Field(description="the first day it is no longer offered")


class ChecklistItemRead(ReadSchema):
    """One material to bring."""

    code: str = Field(pattern=PART_CODE)
    title: TitleRead
    requirement: Requirement
    group: str | None = Field(description="one_of items of a group are alternatives")
    freshness_days: int | None = Field(description="how old it may be on submission")
    media_types: list[MediaType]


class ChecklistRead(ReadSchema):
    """What one case needs."""

    product: str = Field(pattern=PRODUCT_CODE)
    version: int
    customer_type: CustomerType
    amount: MoneyRead
    security: Security
    is_fast_track: bool = Field(description="whether a complete application is accepted at once")
    items: list[ChecklistItemRead]


class CircumstanceRead(ReadSchema):
    """When an item is asked for; an empty list or null does not matter."""

    customer_types: list[CustomerType]
    securities: list[Security]
    amount_from: MoneyRead | None
    amount_below: MoneyRead | None


class ChecklistRuleRead(ChecklistItemRead):
    """A material, and when it is asked for."""

    when: CircumstanceRead


class VersionRead(ProductRead):
    """A version as staff sees it, with its rules and its life."""

    id: Annotated[UUID, TypeId("prv")]
    status: VersionStatus
    checklist: list[ChecklistRuleRead]
    maker: str
    approver: str | None
    created_at: InstantRead
    approved_at: InstantRead | None
