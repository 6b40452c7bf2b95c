"""What makers and approvers of products send."""

from typing import Annotated, Final

from pydantic import Field

from services.application.catalogue.domain.version_rules import VersionDraft
from services.application.catalogue.schemas.parts import (
    MULTIPLE,
    PRODUCT_CODE,
    ChecklistRuleIn,
    CustomerTypes,
    Distinct,
    FastTrackIn,
    FeeIn,
    TitleIn,
    multiple_ppm,
)
from services.application.domain.products import (
    DayCount,
    ProductTerms,
    ProductType,
    RepaymentMethod,
)
from services.application.domain.purposes import Purpose
from services.kit.schemas import DateIn, MoneyIn, RateIn, Schema, ShortText

TERM_MONTHS_MAX: Final = 360
GRACE_DAYS_MAX: Final = 30
FEES_MAX: Final = 20
CHECKLIST_RULES_MAX: Final = 60
REASON_LENGTH_MAX: Final = 500


class VersionCreate(Schema):
    """The terms of a new version, and the days it is offered."""

    title: TitleIn
    summary: TitleIn
    type: ProductType
    customer_types: CustomerTypes
    amount_min: MoneyIn
    amount_max: MoneyIn
    term_months_min: int = Field(ge=1, le=TERM_MONTHS_MAX)
    term_months_max: int = Field(ge=1, le=TERM_MONTHS_MAX)
    methods: Annotated[tuple[RepaymentMethod, ...], Distinct] = Field(
        min_length=1, max_length=len(RepaymentMethod)
    )
    rate_min: RateIn
    rate_max: RateIn
    fees: tuple[FeeIn, ...] = Field(default=(), max_length=FEES_MAX)
    penalty_multiple: str = Field(
        pattern=MULTIPLE, description="how many times the rate a late payment costs"
    )
    grace_days: int = Field(ge=0, le=GRACE_DAYS_MAX)
    day_count: DayCount
    denied_purposes: Annotated[tuple[Purpose, ...], Distinct] = Field(
        default=(), max_length=len(Purpose), description="beside those no product may serve"
    )
    checklist: tuple[ChecklistRuleIn, ...] = Field(min_length=1, max_length=CHECKLIST_RULES_MAX)
    fast_track: FastTrackIn | None = None
    valid_from: DateIn = Field(description="the first day it is offered, once approved")
    valid_to: DateIn | None = Field(
        default=None, description="the first day it is no longer offered; null: until replaced"
    )

    def draft(self) -> VersionDraft:
        """The version as the domain knows it."""
        return VersionDraft(self._terms(), self.valid_from, self.valid_to)

    def _terms(self) -> ProductTerms:
        return ProductTerms(
            title=self.title.title(),
            summary=self.summary.title(),
            product_type=self.type,
            customer_types=frozenset(self.customer_types),
            amount_min=self.amount_min.money(),
            amount_max=self.amount_max.money(),
            term_months_min=self.term_months_min,
            term_months_max=self.term_months_max,
            methods=self.methods,
            rate_min_ppm=self.rate_min,
            rate_max_ppm=self.rate_max,
            fees=tuple(fee.fee() for fee in self.fees),
            penalty_multiple_ppm=multiple_ppm(self.penalty_multiple),
            grace_days=self.grace_days,
            day_count=self.day_count,
            denied_purposes=frozenset(self.denied_purposes),
            checklist=tuple(rule.rule() for rule in self.checklist),
            fast_track=self.fast_track.fast_track() if self.fast_track else None,
        )


class ProductCreate(VersionCreate):
    """A new product: its code, and the terms of its first version."""

    code: str = Field(pattern=PRODUCT_CODE, examples=["SOLE_TRADER_CREDIT"])


class ActivationCreate(Schema):
    """An approval."""

    reason: Annotated[str, ShortText(REASON_LENGTH_MAX)] | None = Field(
        default=None, description="why it may be offered; kept in the audit"
    )
