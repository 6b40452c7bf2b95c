"""What the application service tells of an application: all that a decision needs, and no more.

Codes are taken as they come: the application service owns their lists.
"""

from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.kit.currencies import EXPONENTS
from services.kit.money import AMOUNT_MINOR_MAX, Money
from services.kit.schemas import (
    DateIn,
    InstantIn,
    RateIn,
    Schema,
    ShortText,
    TypeId,
    refusal,
)

MATERIALS_MAX: Final = 100
ANSWERS_MAX: Final = 50
FEES_MAX: Final = 20
CODES_MAX: Final = 50
CO_BORROWERS_MAX: Final = 10
COLLATERALS_MAX: Final = 20
MEMBERS_MAX: Final = 50
HANDS_MAX: Final = 100

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
ProductCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")]
Codes = Annotated[list[Code], Field(max_length=CODES_MAX)]
Sequence = Annotated[int, Field(ge=0, le=1_000_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Months = Annotated[int, Field(ge=1, le=600)]
Person = Annotated[str, Field(min_length=1, max_length=255)]
LongText = Annotated[str, Field(min_length=1, max_length=2000)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class AmountTold(Schema):
    """An amount, zero included."""

    amount: int = Field(ge=0, le=AMOUNT_MINOR_MAX)
    currency: str = Field(pattern=r"^[A-Z]{3}$")

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.currency not in EXPONENTS:
            raise refusal("unknown_currency", en="is not a known currency", zh="未知币种")
        return self

    def money(self) -> Money:
        """The amount as the domain counts it."""
        return Money(self.amount, self.currency)


class ApplicationTold(Schema):
    """What is asked for, and by whom."""

    id: Annotated[UUID, TypeId("app")]
    product_code: ProductCode
    product_version_id: Annotated[UUID, TypeId("prv")]
    amount: AmountTold
    term_months: Months
    method: Code
    purpose_code: Code
    channel: Code
    partner_id: Annotated[UUID, TypeId("partner")] | None = None
    submitted_at: InstantIn
    accepted_at: InstantIn
    is_fast_track: bool
    intake_officer: Person | None = None
    owner: Person


class FeeTold(Schema):
    """One fee of the product: a fixed amount, or a rate of the principal."""

    code: Code
    kind: Code
    amount: AmountTold | None = None
    rate: RateIn | None = None
    timing: Code
    payer: Code
    is_in_annual_cost: bool


class ProductTold(Schema):
    """The terms of the product version the application pinned."""

    type: Code
    version: int = Field(ge=1, le=1_000_000)
    amount_min: AmountTold
    amount_max: AmountTold
    term_months_min: Months
    term_months_max: Months
    methods: Codes
    rate_min: RateIn
    rate_max: RateIn
    fees: list[FeeTold] = Field(max_length=FEES_MAX)
    day_count: str = Field(min_length=1, max_length=32)
    customer_types: Codes
    denied_purposes: Codes


class BusinessTold(Schema):
    """The borrower's business, or the borrower when it is one."""

    id: Annotated[UUID, TypeId("party")]
    name: Annotated[str, ShortText(200)]
    credit_code: str = Field(min_length=1, max_length=32)
    established_on: DateIn
    licence_valid_to: DateIn | None = None
    industry_code: str = Field(min_length=1, max_length=32)
    employees: Count
    premises: Code
    monthly_sales: AmountTold | None = None


class ConsentTold(Schema):
    """One consent that stands."""

    purpose: Code
    text_version: str = Field(min_length=1, max_length=64)
    given_at: InstantIn


class PersonTold(Schema):
    """The legal representative of a borrower that is a business."""

    id: Annotated[UUID, TypeId("party")]
    name: Annotated[str, ShortText(200)]
    identity_number: str = Field(min_length=1, max_length=32)
    birth_on: DateIn | None = None
    identity_valid_to: DateIn | None = None
    mobile: str = Field(min_length=1, max_length=32)
    address: Annotated[str, ShortText(500)]
    marital_status: Code | None = None
    consents: list[ConsentTold] = Field(
        default_factory=list, max_length=CODES_MAX, description="the person's own, that stand"
    )


class PartyTold(Schema):
    """The borrower."""

    id: Annotated[UUID, TypeId("party")]
    kind: Literal["person", "business"]
    customer_type: Code
    name: Annotated[str, ShortText(200)]
    identity_number: Annotated[str, Field(min_length=1, max_length=32)] | None = None
    birth_on: DateIn | None = None
    mobile: str = Field(min_length=1, max_length=32)
    address: Annotated[str, ShortText(500)]
    marital_status: Code | None = None
    identity_valid_to: DateIn | None = None
    business: BusinessTold | None = None
    person: PersonTold | None = None
    warnings: Codes


class FinancialsTold(Schema):
    """What the borrower says of its means; what is left open refers, it never approves."""

    monthly_income: AmountTold | None = None
    monthly_sales: AmountTold | None = None
    monthly_costs: AmountTold | None = None
    monthly_household_costs: AmountTold | None = None
    existing_monthly_debt_service: AmountTold | None = None
    existing_debt: AmountTold | None = None
    years_in_trade: Annotated[int, Field(ge=0, le=100)] | None = None


class MaterialTold(Schema):
    """One item of the file: its state and the digest of its content, never the content."""

    item: Code
    status: Code
    sha256: Digest | None
    document_on: DateIn | None = None


class AnswerTold(Schema):
    """What the borrower answered to a request for information."""

    request_id: Annotated[UUID, TypeId("inf")]
    text: LongText
    answered_at: InstantIn


class CollateralTold(Schema):
    """One thing that is to secure the loan, as the borrower declares it."""

    id: Annotated[UUID, TypeId("col")]
    kind: Code
    owner: Code
    owner_name: Annotated[str, ShortText(200)]
    title_number: Annotated[str, ShortText(100)]
    place: Annotated[str, ShortText(500)]
    declared_value: AmountTold
    prior_liens: AmountTold


class FellowTold(Schema):
    """Another member of the group: by name and number they are found, whoever registered them."""

    id: Annotated[UUID, TypeId("party")]
    name: Annotated[str, ShortText(200)]
    identity_number: str = Field(min_length=1, max_length=32)


class GroupTold(Schema):
    """The joint-liability group as it stands now; the borrower is one of its members.

    `fellows` are the others; they were not told before.
    """

    id: Annotated[UUID, TypeId("grp")]
    is_frozen: bool
    members: list[Annotated[UUID, TypeId("party")]] = Field(min_length=1, max_length=MEMBERS_MAX)
    fellows: list[FellowTold] = Field(default=[], max_length=MEMBERS_MAX)


class SubmissionTold(Schema):
    """An application as it was accepted, or as it stands after the borrower's answer."""

    sequence: Sequence
    after: Sequence
    kind: Literal["submission"]
    submission: int = Field(ge=1, le=1000)
    application: ApplicationTold
    product: ProductTold
    party: PartyTold
    financials: FinancialsTold | None = None
    co_borrowers: list[PersonTold] = Field(max_length=CO_BORROWERS_MAX)
    consents: list[ConsentTold] = Field(max_length=CODES_MAX)
    materials: list[MaterialTold] = Field(max_length=MATERIALS_MAX)
    answers: list[AnswerTold] = Field(max_length=ANSWERS_MAX)
    collaterals: list[CollateralTold] = Field(default=[], max_length=COLLATERALS_MAX)
    group: GroupTold | None = None
    handled_by: list[Person] = Field(
        default=[],
        max_length=HANDS_MAX,
        description="everybody who wrote the application, everybody of the staff who had a hand in "
        "the intake, an officer or not, and whoever answers for the loan of a group or agreed for "
        "one who does",
    )


class WithdrawalTold(Schema):
    """The application is no longer for us to decide: it was withdrawn, or its offer lapsed."""

    sequence: Sequence
    after: Sequence
    kind: Literal["withdrawal"]


CaseMessage = Annotated[SubmissionTold | WithdrawalTold, Field(discriminator="kind")]
