"""From what was told and found to the facts a decision may know: no names, no numbers of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kit.identifiers import typeid_of
from services.underwriting.cases.checking.identity import Identity, whole_months
from services.underwriting.cases.checking.securities import Security
from services.underwriting.cases.schemas.told import (
    AmountTold,
    FeeTold,
    FinancialsTold,
    PartyTold,
    ProductTold,
    SubmissionTold,
)
from services.underwriting.decisions.entry import (
    ApplicationFacts,
    BureauFacts,
    CoBorrowerFacts,
    DuplicateFacts,
    ExposureFacts,
    FeeFacts,
    FinancialFacts,
    GroupFacts,
    IdentityFacts,
    ListFacts,
    PartyFacts,
    ProductFacts,
    Snapshot,
)
from services.underwriting.exposure.entry import Standing
from services.underwriting.watchlist.entry import Screening


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the checks of one submission found."""

    identity: Identity
    screening: Screening
    duplicates: DuplicateFacts
    bureau: BureauFacts
    standing: Standing
    group: GroupFacts
    securities: tuple[Security, ...] = ()
    co_borrowers: tuple[CoBorrowerFacts, ...] = ()


def assembled(told: SubmissionTold, found: Findings, frozen_on: date) -> Snapshot:
    """The snapshot of one submission, frozen on a business day."""
    standing = found.standing
    return Snapshot(
        application_id=typeid_of("app", told.application.id),
        submission=told.submission,
        frozen_on=frozen_on,
        application=_application(told),
        product=_product(told.application.product_code, told.product),
        party=_party(told, found.identity, frozen_on),
        identity=IdentityFacts(
            status=found.identity.status, is_card_current=found.identity.is_card_current
        ),
        lists=ListFacts(status=found.screening.status, version=found.screening.version),
        duplicates=found.duplicates,
        bureau=found.bureau,
        declared=_declared(told.financials, told.application.amount.currency),
        exposure=ExposureFacts(
            outstanding_minor=standing.outstanding_minor,
            in_flight_minor=standing.in_flight_minor,
            days_past_due_max=standing.days_past_due_max,
        ),
        group=found.group,
        co_borrowers=found.co_borrowers,
    )


def _application(told: SubmissionTold) -> ApplicationFacts:
    asked = told.application
    return ApplicationFacts(
        amount_minor=asked.amount.amount,
        currency=asked.amount.currency,
        term_months=asked.term_months,
        method=asked.method,
        purpose=asked.purpose_code,
        channel=asked.channel,
        is_fast_track=asked.is_fast_track,
        # Every other member of the group signs as one.
        guarantor_count=0 if told.group is None else len(told.group.members) - 1,
    )


def _product(code: str, product: ProductTold) -> ProductFacts:
    return ProductFacts(
        code=code,
        version=product.version,
        type=product.type,
        currency=product.amount_max.currency,
        amount_min_minor=product.amount_min.amount,
        amount_max_minor=product.amount_max.amount,
        term_months_min=product.term_months_min,
        term_months_max=product.term_months_max,
        methods=tuple(product.methods),
        rate_min_ppm=product.rate_min,
        rate_max_ppm=product.rate_max,
        day_count=product.day_count,
        customer_types=tuple(product.customer_types),
        denied_purposes=tuple(product.denied_purposes),
        fees=tuple(_fee(fee) for fee in product.fees),
    )


def _fee(fee: FeeTold) -> FeeFacts:
    return FeeFacts(
        code=fee.code,
        amount_minor=None if fee.amount is None else fee.amount.amount,
        rate_ppm=fee.rate,
        timing=fee.timing,
        payer=fee.payer,
        is_in_annual_cost=fee.is_in_annual_cost,
    )


def _party(told: SubmissionTold, identity: Identity, today: date) -> PartyFacts:
    party, business = told.party, told.party.business
    financials = told.financials
    return PartyFacts(
        kind=party.kind,
        customer_type=party.customer_type,
        age_years=identity.age_years,
        region_code=identity.region_code,
        marital_status=_marital_status(party),
        licence_age_months=None
        if business is None
        else whole_months(business.established_on, today),
        is_licence_current=None
        if business is None
        else business.licence_valid_to is None or business.licence_valid_to >= today,
        industry_code=None if business is None else business.industry_code,
        employees=None if business is None else business.employees,
        premises=None if business is None else business.premises,
        years_in_trade=None if financials is None else financials.years_in_trade,
        warnings=tuple(party.warnings),
    )


def _marital_status(party: PartyTold) -> str | None:
    return party.person.marital_status if party.person is not None else party.marital_status


def _declared(financials: FinancialsTold | None, currency: str) -> FinancialFacts:
    if financials is None:
        return FinancialFacts()
    told = financials
    return FinancialFacts(
        monthly_income_minor=_minor(told.monthly_income, currency),
        monthly_sales_minor=_minor(told.monthly_sales, currency),
        monthly_costs_minor=_minor(told.monthly_costs, currency),
        monthly_household_costs_minor=_minor(told.monthly_household_costs, currency),
        existing_monthly_debt_service_minor=_minor(told.existing_monthly_debt_service, currency),
        existing_debt_minor=_minor(told.existing_debt, currency),
    )


def _minor(amount: AmountTold | None, currency: str) -> int | None:
    """An amount of the loan's currency; one of another is as good as not told."""
    return amount.amount if amount is not None and amount.currency == currency else None


def everybody_in(party: PartyTold) -> Sequence[tuple[str, str | None]]:
    """Names and numbers of all who stand for the loan: to be looked for on the lists."""
    named: list[tuple[str, str | None]] = [(party.name, party.identity_number)]
    if party.business is not None:
        named.append((party.business.name, party.business.credit_code))
    if party.person is not None:
        named.append((party.person.name, party.person.identity_number))
    return named
