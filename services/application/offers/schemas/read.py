"""What readers of offers get."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.application.domain.products import RepaymentMethod
from services.application.offers.domain.offer import OfferStatus
from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema, TypeId

OFFERS_MAX: Final = 50
CONDITIONS_MAX: Final = 30
WORDS_LENGTH_MAX: Final = 2_000

OfferId = Annotated[UUID, TypeId("off")]
Words = Annotated[str, Field(max_length=WORDS_LENGTH_MAX)]


class OfferConditionRead(ReadSchema):
    """Something that must be so before the money goes out."""

    code: Annotated[str, Field(max_length=64)]
    en: Words
    zh: Words


class OfferCostRead(ReadSchema):
    """What the loan costs a year, in per cent."""

    simple: RateRead
    compound: RateRead
    basis: Annotated[str, Field(max_length=64)]


class OfferRead(ReadSchema):
    """An offer: what was approved, and until when it can be accepted."""

    id: OfferId
    application_id: Annotated[UUID, TypeId("app")]
    decision_id: Annotated[UUID, TypeId("dec")]
    status: OfferStatus = Field(description="an open list: new states may appear")
    version: int = Field(ge=1, description="what the ETag says, without its quotes")
    amount: MoneyRead
    term_months: int = Field(ge=1)
    annual_rate: RateRead
    method: RepaymentMethod
    instalment: MoneyRead
    annual_cost: OfferCostRead
    conditions: list[OfferConditionRead] = Field(max_length=CONDITIONS_MAX)
    valid_until: DateRead = Field(description="the last business day on which it can be accepted")
    accepted_at: InstantRead | None
    created_at: InstantRead


class OfferList(ReadSchema):
    """All offers of one application, the latest first."""

    data: list[OfferRead] = Field(max_length=OFFERS_MAX)
