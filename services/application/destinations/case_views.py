"""From applications, products and parties to what the underwriting service is told of them."""

from collections.abc import Iterable

from services.application.assessment.entry import Answer
from services.application.collaterals.entry import Collateral
from services.application.destinations.case_schemas import (
    AnswerTelling,
    ApplicationTelling,
    BusinessTelling,
    CollateralTelling,
    ConsentTelling,
    FeeTelling,
    FellowTelling,
    FinancialsTelling,
    GroupTelling,
    MaterialTelling,
    PartyTelling,
    PersonTelling,
    ProductTelling,
)
from services.application.domain.customers import PartyKind
from services.application.domain.dossiers import BusinessDossier, PartyDossier, PersonDossier
from services.application.domain.financials import AMOUNTS, Financials
from services.application.domain.groups import GroupStatus, GroupView
from services.application.domain.parties import Agreed, ConsentView
from services.application.domain.products import Fee, ProductVersion
from services.application.intake.entry import MaterialTold, Told
from services.kit.schemas import MoneyRead


def application(told: Told) -> ApplicationTelling:
    """What is asked for; of an accepted application nothing of it is open."""
    one, wishes = told.application, told.application.wishes
    # Submission is refused without them.
    assert wishes.amount is not None
    assert wishes.term_months is not None
    assert wishes.method is not None
    assert wishes.purpose_code is not None
    assert one.submitted_at is not None
    assert one.accepted_at is not None
    return ApplicationTelling(
        id=one.application_id,
        product_code=one.product_code,
        product_version_id=one.product_version_id,
        amount=MoneyRead.of(wishes.amount),
        term_months=wishes.term_months,
        method=wishes.method,
        purpose_code=wishes.purpose_code,
        channel=one.channel.value,
        partner_id=one.partner_id,
        submitted_at=one.submitted_at,
        accepted_at=one.accepted_at,
        is_fast_track=told.intake_officer is None,
        intake_officer=told.intake_officer,
        owner=one.owner,
    )


def product(version: ProductVersion) -> ProductTelling:
    """The terms of the version the application pinned."""
    terms = version.terms
    return ProductTelling(
        type=terms.product_type,
        version=version.number,
        amount_min=MoneyRead.of(terms.amount_min),
        amount_max=MoneyRead.of(terms.amount_max),
        term_months_min=terms.term_months_min,
        term_months_max=terms.term_months_max,
        methods=list(terms.methods),
        rate_min=terms.rate_min_ppm,
        rate_max=terms.rate_max_ppm,
        fees=[_fee(fee) for fee in terms.fees],
        day_count=terms.day_count,
        customer_types=sorted(terms.customer_types),
        denied_purposes=sorted(terms.denied_purposes),
    )


def party(dossier: PartyDossier, agreed: Agreed) -> PartyTelling:
    """The borrower: a person, or a business with the person who represents it."""
    person, business = dossier.person, dossier.business
    is_person = dossier.kind is PartyKind.PERSON
    itself = person if is_person or business is None else business
    return PartyTelling(
        id=dossier.party_id,
        kind=dossier.kind,
        customer_type=dossier.customer_type,
        name=itself.name,
        identity_number=person.identity_number if is_person else None,
        birth_on=person.birth_on if is_person else None,
        mobile=itself.mobile,
        address=itself.address,
        marital_status=person.marital_status if is_person else None,
        identity_valid_to=person.identity_valid_to if is_person else None,
        business=None if business is None else _business(business),
        person=None if is_person else _person(person, agreed),
        warnings=list(dossier.warnings),
    )


def financials(said: Financials) -> FinancialsTelling | None:
    """What the borrower said of its means, None when it said nothing."""
    if said.is_empty:
        return None
    amounts = said.amounts()
    told = {name: MoneyRead.of(amounts[name]) if name in amounts else None for name in AMOUNTS}
    return FinancialsTelling(**told, years_in_trade=said.years_in_trade)


def consents(found: Iterable[ConsentView]) -> list[ConsentTelling]:
    """The consents that stand."""
    return [
        ConsentTelling(
            purpose=each.purpose.value, text_version=each.text_version, given_at=each.given_at
        )
        for each in found
        if each.is_current
    ]


def material(told: MaterialTold) -> MaterialTelling:
    """One item of the file."""
    return MaterialTelling(
        item=told.item,
        status=told.status,
        sha256=None if told.sha256 is None else told.sha256.hex(),
        document_on=told.document_on,
    )


def answer(given: Answer) -> AnswerTelling:
    """One answer."""
    return AnswerTelling(
        request_id=given.request_id, text=given.text, answered_at=given.answered_at
    )


def collateral(found: Collateral) -> CollateralTelling:
    """A property offered as security."""
    offered = found.offered
    return CollateralTelling(
        id=found.collateral_id,
        kind=offered.kind,
        owner=offered.owner,
        owner_name=offered.owner_name,
        title_number=offered.title_number,
        place=offered.place,
        declared_value=MoneyRead.of(offered.declared_value),
        prior_liens=MoneyRead.of(offered.prior_liens),
    )


def group(one: GroupView, fellows: Iterable[PersonDossier]) -> GroupTelling:
    """The group as it stands; `fellows` are its members beside the borrower."""
    return GroupTelling(
        id=one.group_id,
        is_frozen=one.status is GroupStatus.FROZEN,
        members=[each.party_id for each in one.members],
        fellows=[
            FellowTelling(id=each.party_id, name=each.name, identity_number=each.identity_number)
            for each in fellows
        ],
    )


def _fee(fee: Fee) -> FeeTelling:
    return FeeTelling(
        code=fee.code,
        kind=fee.kind.value,
        amount=None if fee.amount is None else MoneyRead.of(fee.amount),
        rate=fee.rate_ppm,
        timing=fee.timing.value,
        payer=fee.payer.value,
        is_in_annual_cost=fee.is_in_annual_cost,
    )


def _business(business: BusinessDossier) -> BusinessTelling:
    sales = business.monthly_sales
    return BusinessTelling(
        id=business.party_id,
        name=business.name,
        credit_code=business.credit_code,
        established_on=business.established_on,
        licence_valid_to=business.licence_valid_to,
        industry_code=business.industry_code,
        employees=business.employees,
        premises=business.premises,
        monthly_sales=None if sales is None else MoneyRead.of(sales),
    )


def _person(person: PersonDossier, agreed: Agreed) -> PersonTelling:
    return PersonTelling(
        id=person.party_id,
        name=person.name,
        identity_number=person.identity_number,
        birth_on=person.birth_on,
        identity_valid_to=person.identity_valid_to,
        mobile=person.mobile,
        address=person.address,
        marital_status=person.marital_status,
        consents=consents(agreed.representatives),
    )
