"""What the application service tells of an offer that was accepted: all that a contract needs.

Codes are taken as they come: the application service owns their lists.
"""

from collections import Counter
from decimal import Decimal
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.disbursement.contracts.domain.drawing import Offered
from services.disbursement.contracts.domain.signers import Person, Signer, SignerRole
from services.disbursement.contracts.domain.terms import ContractFee, ContractTerms
from services.disbursement.contracts.schemas.parts import (
    CONDITIONS_MAX,
    DECIDERS_MAX,
    FEES_MAX,
    SEQUENCE_MAX,
    SIGNERS_MAX,
    Address,
    ApplicationId,
    Code,
    FullName,
    IdentityNumber,
    Mobile,
    Months,
    Number,
    PartnerId,
    PartyId,
    ProductCode,
    Subject,
    Words,
)
from services.kit.errors import Title
from services.kit.schemas import (
    DateIn,
    InstantIn,
    MoneyIn,
    RateIn,
    Schema,
    ShortText,
    TypeId,
    refusal,
)
from services.loan_engine.terms import PPM

MULTIPLE: Final = r"^[1-9](\.[0-9]{1,4})?$"


class TitleTold(Schema):
    """A name in both languages."""

    en: Words
    zh: Words

    @property
    def title(self) -> Title:
        """The name."""
        return Title(self.en, self.zh)


class ConditionTold(TitleTold):
    """What must be so before the money goes out: its code, and what the borrower reads."""

    code: Code


class ApplicationTold(Schema):
    """What was asked for, and by whom."""

    id: ApplicationId
    owner: Subject
    partner_id: PartnerId | None = None
    party_id: PartyId
    product_code: ProductCode
    product_version: Number
    purpose_code: Code
    channel: Code
    customer_type: Code


class AnnualCostTold(Schema):
    """What the loan costs a year, in per cent: two or four decimals."""

    simple: RateIn
    compound: RateIn
    basis: Annotated[str, ShortText(64)]


class OfferTold(Schema):
    """The terms that were offered and accepted, and whose decision they are."""

    id: Annotated[UUID, TypeId("off")]
    version: Number
    decision_id: Annotated[UUID, TypeId("dec")]
    decided_by: list[Subject] = Field(max_length=DECIDERS_MAX)
    amount: MoneyIn
    term_months: Months
    annual_rate: RateIn
    method: Code
    instalment: MoneyIn
    annual_cost: AnnualCostTold
    conditions: list[ConditionTold] = Field(max_length=CONDITIONS_MAX)
    valid_until: DateIn
    accepted_at: InstantIn

    @property
    def offered(self) -> Offered:
        """The figures the contract is held to."""
        cost = self.annual_cost
        return Offered(self.instalment.amount, cost.simple, cost.compound)


class FeeTold(Schema):
    """One fee of the product: a fixed amount, or a rate of the principal."""

    code: Code
    kind: Code
    title: TitleTold
    amount: MoneyIn | None = None
    rate: RateIn | None = None
    timing: Code
    payer: Code
    payee: Code
    is_refundable: bool
    is_in_annual_cost: bool

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.amount is None) == (self.rate is None):
            raise refusal(
                "fee_amount_or_rate", en="has an amount or a rate", zh="金额或费率须填其一"
            )
        return self

    def fee(self) -> ContractFee:
        """The fee as the domain knows it."""
        return ContractFee(
            code=self.code,
            kind=self.kind,
            title=self.title.title,
            amount_minor=None if self.amount is None else self.amount.amount,
            rate_ppm=self.rate,
            timing=self.timing,
            payer=self.payer,
            payee=self.payee,
            is_refundable=self.is_refundable,
        )


class ProductTold(Schema):
    """What the product version says beside the offer."""

    type: Code
    title: TitleTold
    day_count: str = Field(min_length=1, max_length=32)
    penalty_multiple: str = Field(pattern=MULTIPLE)
    grace_days: int = Field(ge=0, le=90)
    fees: list[FeeTold] = Field(max_length=FEES_MAX)


class SignerTold(Schema):
    """Somebody who must sign, and the login that does."""

    party_id: PartyId
    role: SignerRole
    owner: Subject
    name: FullName
    identity_number: IdentityNumber
    mobile: Mobile
    address: Address
    identity_valid_to: DateIn | None = None

    def signer(self) -> Signer:
        """The signer as the domain knows it."""
        return Signer(
            party_id=self.party_id,
            role=self.role,
            owner=self.owner,
            person=Person(
                name=self.name,
                identity_number=self.identity_number,
                address=self.address,
                mobile=self.mobile,
            ),
            identity_valid_to=self.identity_valid_to,
        )


class BorrowerTold(Schema):
    """The borrower as the contract names it: a person, or a business with its credit code."""

    kind: Literal["person", "business"]
    name: FullName
    identity_number: IdentityNumber
    address: Address
    mobile: Mobile

    def person(self) -> Person:
        """The borrower as the domain knows it."""
        return Person(
            name=self.name,
            identity_number=self.identity_number,
            address=self.address,
            mobile=self.mobile,
        )


class AcceptedOfferTold(Schema):
    """An accepted offer: from it a contract is drawn."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(ge=0, le=SEQUENCE_MAX)
    kind: Literal["accepted_offer"]
    application: ApplicationTold
    offer: OfferTold
    product: ProductTold
    signers: list[SignerTold] = Field(min_length=1, max_length=SIGNERS_MAX)
    borrower: BorrowerTold

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        currencies = {self.offer.amount.currency, self.offer.instalment.currency}
        currencies |= {fee.amount.currency for fee in self.product.fees if fee.amount is not None}
        if len(currencies) > 1:
            raise refusal("unlike_currencies", en="has several currencies", zh="币种不一致")
        return self

    @model_validator(mode="after")
    def _signers_apart(self) -> Self:
        capacities = Counter((each.party_id, each.role) for each in self.signers)
        if max(capacities.values()) > 1:
            raise refusal("signer_repeated", en="has one signer twice", zh="签署人重复")
        return self


def terms_of(offer: OfferTold, product: ProductTold) -> ContractTerms:
    """The terms a contract binds to."""
    return ContractTerms(
        principal=offer.amount.money(),
        term_months=offer.term_months,
        rate_ppm=offer.annual_rate,
        method=offer.method,
        day_count=product.day_count,
        penalty_multiple_ppm=multiple_ppm(product.penalty_multiple),
        grace_days=product.grace_days,
        fees=tuple(fee.fee() for fee in product.fees),
    )


def multiple_ppm(text: str) -> int:
    """A multiple such as "1.5" in parts per million."""
    return int(Decimal(text) * PPM)
