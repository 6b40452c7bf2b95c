"""From offers, products and parties to what the disbursement service is told of them."""

from collections.abc import Sequence

from services.application.catalogue.schemas.parts import multiple_text
from services.application.destinations.contract_schemas import (
    AgreedApplicationTelling,
    AgreedOfferTelling,
    AgreedProductTelling,
    AnnualCostTelling,
    BorrowerTelling,
    CodedTelling,
    DisclosedFeeTelling,
    SignerRole,
    SignerTelling,
    WordsTelling,
)
from services.application.domain.dossiers import PartyDossier, PersonDossier
from services.application.domain.products import Fee, ProductVersion
from services.application.intake.entry import Told
from services.application.offers.entry import TakenOffer
from services.kit.errors import Title
from services.kit.schemas import MoneyRead


def application(
    told: Told, version: ProductVersion, dossier: PartyDossier
) -> AgreedApplicationTelling:
    """Whose loan it is, of which product, and what for."""
    one = told.application
    assert one.wishes.purpose_code is not None  # submission is refused without it
    return AgreedApplicationTelling(
        id=one.application_id,
        owner=one.owner,
        partner_id=one.partner_id,
        party_id=one.party_id,
        product_code=one.product_code,
        product_version=version.number,
        purpose_code=one.wishes.purpose_code,
        channel=one.channel.value,
        customer_type=dossier.customer_type,
    )


def offer(taken: TakenOffer, decided_by: Sequence[str]) -> AgreedOfferTelling:
    """The terms that were accepted."""
    terms = taken.terms
    cost = terms.annual_cost
    return AgreedOfferTelling(
        id=taken.offer_id,
        version=taken.version,
        decision_id=taken.decision_id,
        decided_by=list(decided_by),
        amount=MoneyRead.of(terms.amount),
        term_months=terms.term_months,
        annual_rate=terms.rate_ppm,
        method=terms.method,
        instalment=MoneyRead.of(terms.instalment),
        annual_cost=AnnualCostTelling(
            simple=cost.simple_ppm, compound=cost.compound_ppm, basis=cost.basis
        ),
        conditions=[
            CodedTelling(code=each.code, en=each.told.en, zh=each.told.zh)
            for each in terms.conditions
        ],
        valid_until=terms.valid_until,
        accepted_at=taken.accepted_at,
    )


def product(version: ProductVersion) -> AgreedProductTelling:
    """What the pinned version of the product says beside the offer."""
    terms = version.terms
    return AgreedProductTelling(
        type=terms.product_type,
        title=_words(terms.title),
        day_count=terms.day_count,
        penalty_multiple=multiple_text(terms.penalty_multiple_ppm),
        grace_days=terms.grace_days,
        fees=[_fee(fee) for fee in terms.fees],
    )


def signers(told: Told, dossier: PartyDossier) -> list[SignerTelling]:
    """Who has to sign: the borrower, or the person who represents a borrower that is a business."""
    is_itself = dossier.person.party_id == dossier.party_id
    role: SignerRole = "borrower" if is_itself else "legal_representative"
    return [_signer(dossier.person, role, told.application.owner)]


def guarantor(person: PersonDossier, owner: str) -> SignerTelling:
    """Another member of the borrower's group, who answers for the loan and signs by itself."""
    return _signer(person, "guarantor", owner)


def borrower(dossier: PartyDossier) -> BorrowerTelling:
    """Who owes the money."""
    person, business = dossier.person, dossier.business
    if business is not None and business.party_id == dossier.party_id:
        return BorrowerTelling(
            kind=dossier.kind,
            name=business.name,
            identity_number=business.credit_code,
            address=business.address,
            mobile=business.mobile,
        )
    return BorrowerTelling(
        kind=dossier.kind,
        name=person.name,
        identity_number=person.identity_number,
        address=person.address,
        mobile=person.mobile,
    )


def _signer(person: PersonDossier, role: SignerRole, owner: str) -> SignerTelling:
    return SignerTelling(
        party_id=person.party_id,
        role=role,
        owner=owner,
        name=person.name,
        identity_number=person.identity_number,
        mobile=person.mobile,
        address=person.address,
        identity_valid_to=person.identity_valid_to,
    )


def _fee(fee: Fee) -> DisclosedFeeTelling:
    return DisclosedFeeTelling(
        code=fee.code,
        kind=fee.kind.value,
        title=_words(fee.title),
        amount=None if fee.amount is None else MoneyRead.of(fee.amount),
        rate=fee.rate_ppm,
        timing=fee.timing.value,
        payer=fee.payer.value,
        payee=fee.payee.value,
        is_refundable=fee.is_refundable,
        is_in_annual_cost=fee.is_in_annual_cost,
    )


def _words(title: Title) -> WordsTelling:
    return WordsTelling(en=title.en, zh=title.zh)
