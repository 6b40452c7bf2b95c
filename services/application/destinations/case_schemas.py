"""What the underwriting service is told of an application: its words, built when they are sent."""

from typing import Annotated, Literal
from uuid import UUID

from services.application.domain.collaterals import CollateralKind, PropertyOwner
from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.products import DayCount, ProductType, RepaymentMethod
from services.application.domain.purposes import Purpose
from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema, TypeId

PartyId = Annotated[UUID, TypeId("party")]


class ApplicationTelling(ReadSchema):
    """What is asked for, and by whom."""

    id: Annotated[UUID, TypeId("app")]
    product_code: str
    product_version_id: Annotated[UUID, TypeId("prv")]
    amount: MoneyRead
    term_months: int
    method: RepaymentMethod
    purpose_code: Purpose
    channel: str
    partner_id: Annotated[UUID, TypeId("partner")] | None
    submitted_at: InstantRead
    accepted_at: InstantRead
    is_fast_track: bool
    intake_officer: str | None
    owner: str


class FeeTelling(ReadSchema):
    """One fee of the product: a fixed amount, or a rate of the principal."""

    code: str
    kind: str
    amount: MoneyRead | None
    rate: RateRead | None
    timing: str
    payer: str
    is_in_annual_cost: bool


class ProductTelling(ReadSchema):
    """The terms of the version the application pinned."""

    type: ProductType
    version: int
    amount_min: MoneyRead
    amount_max: MoneyRead
    term_months_min: int
    term_months_max: int
    methods: list[RepaymentMethod]
    rate_min: RateRead
    rate_max: RateRead
    fees: list[FeeTelling]
    day_count: DayCount
    customer_types: list[CustomerType]
    denied_purposes: list[Purpose]


class BusinessTelling(ReadSchema):
    """The borrower's business, or the borrower when it is one."""

    id: PartyId
    name: str
    credit_code: str
    established_on: DateRead
    licence_valid_to: DateRead | None
    industry_code: str
    employees: int
    premises: str
    monthly_sales: MoneyRead | None


class ConsentTelling(ReadSchema):
    """One consent that stands."""

    purpose: str
    text_version: str
    given_at: InstantRead


class PersonTelling(ReadSchema):
    """The legal representative of a borrower that is a business."""

    id: PartyId
    name: str
    identity_number: str
    birth_on: DateRead
    identity_valid_to: DateRead | None
    mobile: str
    address: str
    marital_status: str | None
    consents: list[ConsentTelling]


class PartyTelling(ReadSchema):
    """The borrower."""

    id: PartyId
    kind: PartyKind
    customer_type: CustomerType
    name: str
    identity_number: str | None
    birth_on: DateRead | None
    mobile: str
    address: str
    marital_status: str | None
    identity_valid_to: DateRead | None
    business: BusinessTelling | None
    person: PersonTelling | None
    warnings: list[str]


class FinancialsTelling(ReadSchema):
    """What the borrower says of its means; null was not said."""

    monthly_income: MoneyRead | None
    monthly_sales: MoneyRead | None
    monthly_costs: MoneyRead | None
    monthly_household_costs: MoneyRead | None
    existing_monthly_debt_service: MoneyRead | None
    existing_debt: MoneyRead | None
    years_in_trade: int | None


class MaterialTelling(ReadSchema):
    """One item of the file: its state and the digest of its content, never the content."""

    item: str
    status: str
    sha256: str | None
    document_on: DateRead | None


class AnswerTelling(ReadSchema):
    """What the borrower answered to a question."""

    request_id: Annotated[UUID, TypeId("inf")]
    text: str
    answered_at: InstantRead


class CollateralTelling(ReadSchema):
    """A property offered as security; the amounts are the applicant's own word."""

    id: Annotated[UUID, TypeId("col")]
    kind: CollateralKind
    owner: PropertyOwner
    owner_name: str
    title_number: str
    place: str
    declared_value: MoneyRead
    prior_liens: MoneyRead


class FellowTelling(ReadSchema):
    """Another member of the group, with what tells who it is."""

    id: PartyId
    name: str
    identity_number: str


class GroupTelling(ReadSchema):
    """The joint-liability group the loan is asked for in, the borrower among its members."""

    id: Annotated[UUID, TypeId("grp")]
    is_frozen: bool
    members: list[PartyId]
    fellows: list[FellowTelling]


class SubmissionTelling(ReadSchema):
    """An application as it was accepted, or as it stands after an answer."""

    sequence: int
    after: int
    kind: Literal["submission"]
    submission: int
    application: ApplicationTelling
    product: ProductTelling
    party: PartyTelling
    financials: FinancialsTelling | None
    co_borrowers: list[PersonTelling]
    consents: list[ConsentTelling]
    materials: list[MaterialTelling]
    answers: list[AnswerTelling]
    collaterals: list[CollateralTelling]
    group: GroupTelling | None
    handled_by: list[str]


class WithdrawalTelling(ReadSchema):
    """Nothing is to be decided any more."""

    sequence: int
    after: int
    kind: Literal["withdrawal"]
