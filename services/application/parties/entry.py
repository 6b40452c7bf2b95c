"""What the other areas may ask about parties, inside their own session."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.dossiers import BusinessDossier, PartyDossier, PersonDossier
from services.application.domain.masks import Audience, audience_of, shown_name
from services.application.domain.parties import Agreed, ConsentView, PartyView
from services.application.parties import repository
from services.application.parties.domain.consents import UNTIL_REFUSAL, Consent
from services.application.parties.domain.identity import born_on
from services.application.parties.domain.party import Business, Party, Person, kind_of
from services.application.parties.ending import end_consent
from services.application.parties.links import representative_of, spoken_for_by
from services.application.parties.tables import ConsentRow, PartyRow
from services.kit.caller import Caller
from services.kit.field_keys import FieldKeys

__all__ = [
    "Audience",
    "agreed_for",
    "audience_of",
    "consents_of",
    "dossier_of",
    "end_until_refusal",
    "fix_identity",
    "hold",
    "identity_index_of",
    "names_of",
    "party_for",
    "representative_of",
    "shown_name",
    "spoken_for_by",
]


async def party_for(session: AsyncSession, party_id: UUID, caller: Caller) -> PartyView | None:
    """The party, if it exists and `caller` may see it."""
    row = await session.scalar(
        select(PartyRow).where(PartyRow.party_id == party_id, repository.is_visible(caller))
    )
    return None if row is None else _view_of(row)


async def consents_of(session: AsyncSession, party_id: UUID) -> tuple[ConsentView, ...]:
    """Every consent of the party, newest first; revoked ones too."""
    rows = await session.scalars(
        select(ConsentRow)
        .where(ConsentRow.party_id == party_id)
        .order_by(ConsentRow.given_at.desc(), ConsentRow.consent_id.desc())
    )
    return tuple(_consent_view(repository.consent_of(row)) for row in rows)


async def agreed_for(session: AsyncSession, party_id: UUID) -> Agreed:
    """What is agreed to for an application of the party, newest first; revoked ones too."""
    own = await consents_of(session, party_id)
    representative_id = await representative_of(session, party_id)
    if representative_id is None:
        return Agreed(own)
    return Agreed(own, representative_id, await consents_of(session, representative_id))


async def hold(session: AsyncSession, party_id: UUID) -> None:
    """Lock the party, so that what is agreed to in its name stays as it is read."""
    await session.get_one(PartyRow, party_id, with_for_update=True)


async def end_until_refusal(session: AsyncSession, party_id: UUID, caller: Caller) -> None:
    """End what the party, which is locked, agreed to until a refusal."""
    party_row = await session.get_one(PartyRow, party_id)
    for row in await repository.standing_consents(session, party_id, UNTIL_REFUSAL):
        await end_consent(session, (party_row, row), "party.consent_ended", caller)


async def dossier_of(session: AsyncSession, party_id: UUID, keys: FieldKeys) -> PartyDossier:
    """The party with its personal data, for whoever examines an application of its own.

    Raises LookupError when there is no such party.
    """
    party = await repository.party_by_id(session, party_id, keys)
    business: Party | None
    if isinstance(party.particulars, Business):
        person_id = party.particulars.legal_representative_id
        person, business = await repository.party_by_id(session, person_id, keys), party
    else:
        represented = await repository.represented_by(session, party_id, keys)
        person, business = party, represented[0] if len(represented) == 1 else None
    return PartyDossier(
        party_id=party.party_id,
        kind=kind_of(party.particulars),
        customer_type=party.customer_type,
        warnings=party.warnings,
        person=_person(person),
        business=None if business is None else _business(business),
    )


async def names_of(
    session: AsyncSession, party_ids: Sequence[UUID], keys: FieldKeys
) -> dict[UUID, str]:
    """The whole name of each of these parties, to be shown as `shown_name` lets its reader see."""
    found = await repository.parties_by_id(session, party_ids, keys)
    return {party.party_id: party.particulars.name for party in found}


async def identity_index_of(session: AsyncSession, party_id: UUID) -> bytes:
    """What all parties of the same identity number have in common, whoever registered them."""
    return (await session.get_one(PartyRow, party_id, populate_existing=True)).identity_index


async def fix_identity(session: AsyncSession, party_id: UUID) -> None:
    """From now on the identity stands: an application was submitted under it."""
    await repository.fix_identity(session, party_id)


def _person(party: Party) -> PersonDossier:
    person = party.particulars
    assert isinstance(person, Person)  # a business is represented by a person
    return PersonDossier(
        party_id=party.party_id,
        name=person.name,
        identity_number=person.identity_number,
        birth_on=born_on(person.identity_number),
        identity_valid_to=person.identity_valid_to,
        mobile=person.mobile,
        address=person.address,
        marital_status=person.marital_status.value if person.marital_status else None,
    )


def _business(party: Party) -> BusinessDossier:
    business = party.particulars
    assert isinstance(business, Business)  # persons represent businesses alone
    return BusinessDossier(
        party_id=party.party_id,
        name=business.name,
        credit_code=business.credit_code,
        mobile=business.mobile,
        address=business.address,
        established_on=business.established_on,
        licence_valid_to=business.licence_valid_to,
        industry_code=business.industry_code,
        employees=business.employees,
        premises=business.premises.value,
        monthly_sales=business.monthly_sales,
    )


def _view_of(row: PartyRow) -> PartyView:
    return PartyView(
        party_id=row.party_id,
        kind=PartyKind(row.kind),
        customer_type=CustomerType(row.customer_type),
        owner=row.owner,
        partner_id=row.partner_id,
        warnings=tuple(row.warnings),
        version=row.version,
    )


def _consent_view(consent: Consent) -> ConsentView:
    return ConsentView(
        consent_id=consent.consent_id,
        purpose=consent.given.purpose,
        text_version=consent.given.text_version,
        text_hash=consent.given.text_hash,
        given_at=consent.given_at,
        revoked_at=consent.revoked_at,
        is_current=consent.is_current,
    )
