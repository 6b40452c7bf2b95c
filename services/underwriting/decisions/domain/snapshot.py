"""What was known when the case was decided: frozen facts, nobody's name, any of them absent.

A fact that is None is not known, and what is not known never helps the borrower. Amounts are whole
minor units of `application.currency`, rates parts per million of a year, counts whole numbers.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Self

from services.underwriting.decisions.domain.canonical import canonical_json, fingerprint
from services.underwriting.decisions.domain.checks import (
    BureauFacts,
    DuplicateFacts,
    IdentityFacts,
    ListFacts,
)
from services.underwriting.decisions.domain.finances import (
    CoBorrowerFacts,
    ExposureFacts,
    FinancialFacts,
)
from services.underwriting.decisions.domain.records import plain, record_of
from services.underwriting.decisions.domain.strict import Malformed, Record, whole_of

# A document says which facts it has; another set of them is another format.
SNAPSHOT_FORMAT: Final = 1


class AccountStanding(StrEnum):
    """How the account the business is paid into looks over six months."""

    NONE = "none"
    OVERDRAWN = "overdrawn"
    LOW = "low"
    STEADY = "steady"


class SavingsStanding(StrEnum):
    """What is put by, against one month of sales: nothing, less, up to three, up to six, more."""

    NONE = "none"
    SMALL = "small"
    MODERATE = "moderate"
    SOLID = "solid"
    AMPLE = "ample"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """What is asked for."""

    amount_minor: int | None = None
    currency: str | None = None
    term_months: int | None = None
    method: str | None = None
    purpose: str | None = None
    channel: str | None = None
    is_fast_track: bool | None = None
    guarantor_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFacts:
    """One fee of the product: an amount or a share of the principal, never both."""

    code: str
    amount_minor: int | None
    rate_ppm: int | None
    timing: str
    payer: str
    is_in_annual_cost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """The pinned product version's terms."""

    code: str | None = None
    version: int | None = None
    type: str | None = None
    currency: str | None = None
    amount_min_minor: int | None = None
    amount_max_minor: int | None = None
    term_months_min: int | None = None
    term_months_max: int | None = None
    methods: tuple[str, ...] | None = None
    rate_min_ppm: int | None = None
    rate_max_ppm: int | None = None
    day_count: str | None = None
    customer_types: tuple[str, ...] | None = None
    denied_purposes: tuple[str, ...] | None = None
    fees: tuple[FeeFacts, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """Who asks; ages and spans are complete years and months on the day of the snapshot.

    `region_code` is the six-digit code of GB/T 2260, `industry_code` that of GB/T 4754.
    """

    kind: str | None = None
    customer_type: str | None = None
    age_years: int | None = None
    region_code: str | None = None
    marital_status: str | None = None
    licence_age_months: int | None = None
    is_licence_current: bool | None = None
    industry_code: str | None = None
    employees: int | None = None
    premises: str | None = None
    years_in_trade: int | None = None
    warnings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What the bank statement shows, once somebody has read it."""

    account_standing: AccountStanding | None = None
    savings_standing: SavingsStanding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateralFacts:
    """What secures the loan; `prior_liens_minor` is owed to others before us."""

    kind: str | None = None
    value_minor: int | None = None
    prior_liens_minor: int | None = None
    is_mortgageable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """The joint-liability group; `exposure_minor` is owed by all its members together."""

    member_count: int | None = None
    exposure_minor: int | None = None
    is_frozen: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The inputs of one decision on one submission, as they stood on business day `frozen_on`."""

    application_id: str
    submission: int
    frozen_on: date
    application: ApplicationFacts = field(default_factory=ApplicationFacts)
    product: ProductFacts = field(default_factory=ProductFacts)
    party: PartyFacts = field(default_factory=PartyFacts)
    identity: IdentityFacts = field(default_factory=IdentityFacts)
    lists: ListFacts = field(default_factory=ListFacts)
    duplicates: DuplicateFacts = field(default_factory=DuplicateFacts)
    bureau: BureauFacts = field(default_factory=BureauFacts)
    statement: StatementFacts = field(default_factory=StatementFacts)
    declared: FinancialFacts = field(default_factory=FinancialFacts)
    verified: FinancialFacts = field(default_factory=FinancialFacts)
    collateral: CollateralFacts = field(default_factory=CollateralFacts)
    group: GroupFacts = field(default_factory=GroupFacts)
    exposure: ExposureFacts = field(default_factory=ExposureFacts)
    co_borrowers: tuple[CoBorrowerFacts, ...] = ()

    @property
    def sha256(self) -> str:
        """The fingerprint of the canonical spelling."""
        return fingerprint(self.canonical())

    def canonical(self) -> bytes:
        """The one spelling of these facts; `from_document` reads it back."""
        return canonical_json({"format": SNAPSHOT_FORMAT, "snapshot": plain(self)})

    @classmethod
    def from_document(cls, document: object) -> Self:
        """The snapshot of a parsed document, read strictly; raises `Malformed`."""
        record = Record(document)
        if record.read("format", whole_of) != SNAPSHOT_FORMAT:
            raise Malformed("unknown_format", record.at("format"))
        snapshot = record.read("snapshot", lambda value, at: record_of(cls, value, at))
        record.close()
        return snapshot
