"""What the disbursement service is told of an accepted offer: built when it is sent."""

from typing import Annotated, Literal
from uuid import UUID

from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.products import DayCount, ProductType, RepaymentMethod
from services.application.domain.purposes import Purpose
from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema, TypeId

PartyId = Annotated[UUID, TypeId("party")]
SignerRole = Literal["borrower", "legal_representative", "guarantor"]


class WordsTelling(ReadSchema):
    """One short text in both languages."""

    en: str
    zh: str


class CodedTelling(WordsTelling):
    """A text with the code that stands for it."""

    code: str


class AgreedApplicationTelling(ReadSchema):
    """Whose loan it is, of which product, and what for."""

    id: Annotated[UUID, TypeId("app")]
    owner: str
    partner_id: Annotated[UUID, TypeId("partner")] | None
    party_id: PartyId
    product_code: str
    product_version: int
    purpose_code: Purpose
    channel: str
    customer_type: CustomerType


class AnnualCostTelling(ReadSchema):
    """What the loan costs a year, in per cent."""

    simple: RateRead
    compound: RateRead
    basis: str


class AgreedOfferTelling(ReadSchema):
    """The terms that were accepted, and who approved them."""

    id: Annotated[UUID, TypeId("off")]
    version: int
    decision_id: Annotated[UUID, TypeId("dec")]
    decided_by: list[str]
    amount: MoneyRead
    term_months: int
    annual_rate: RateRead
    method: RepaymentMethod
    instalment: MoneyRead
    annual_cost: AnnualCostTelling
    conditions: list[CodedTelling]
    valid_until: DateRead
    accepted_at: InstantRead


class DisclosedFeeTelling(ReadSchema):
    """One fee of the product: a fixed amount, or a rate of the principal."""

    code: str
    kind: str
    title: WordsTelling
    amount: MoneyRead | None
    rate: RateRead | None
    timing: str
    payer: str
    payee: str
    is_refundable: bool
    is_in_annual_cost: bool


class AgreedProductTelling(ReadSchema):
    """What the pinned version of the product says beside the offer."""

    type: ProductType
    title: WordsTelling
    day_count: DayCount
    penalty_multiple: str
    grace_days: int
    fees: list[DisclosedFeeTelling]


class SignerTelling(ReadSchema):
    """Somebody who has to sign."""

    party_id: PartyId
    role: SignerRole
    owner: str
    name: str
    identity_number: str
    mobile: str
    address: str
    identity_valid_to: DateRead | None


class BorrowerTelling(ReadSchema):
    """The borrower: a person with an identity number, or a business with its credit code."""

    kind: PartyKind
    name: str
    identity_number: str
    address: str
    mobile: str


class AcceptedOfferTelling(ReadSchema):
    """An offer that was accepted: a contract is to be drawn."""

    sequence: int
    after: int
    kind: Literal["accepted_offer"]
    application: AgreedApplicationTelling
    offer: AgreedOfferTelling
    product: AgreedProductTelling
    signers: list[SignerTelling]
    borrower: BorrowerTelling
