"""Rows of parties and consents to and from the domain; loads, locks and saves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.customers import PartyKind
from services.application.domain.parties import ConsentPurpose
from services.application.parties.domain.consents import (
    Channel,
    Consent,
    ConsentGiven,
    ConsentStatus,
)
from services.application.parties.domain.errors import PartyExists
from services.application.parties.domain.party import Business, Particulars, Party
from services.application.parties.domain.vetting import Vetted
from services.application.parties.sealed_fields import columns_of, identity_index_of, party_of
from services.application.parties.tables import (
    LEGAL_REPRESENTATIVE,
    ConsentRow,
    PartyLinkRow,
    PartyRow,
)
from services.application.visibility import owner_of, visible_to
from services.kit.caller import Caller
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id


@dataclass(frozen=True, slots=True)
class Loaded:
    """A locked or new row, and the party it holds."""

    row: PartyRow
    party: Party


async def add_party(
    session: AsyncSession, vetted: Vetted, caller: Caller, keys: FieldKeys
) -> Loaded | None:
    """A new party of the caller's; None when a unique rule of its owner's stands against it."""
    party_id = new_id()
    row = await session.scalar(
        insert(PartyRow)
        .values(
            party_id=party_id,
            owner=owner_of(caller),
            partner_id=caller.partner_id,
            customer_type=vetted.customer_type.value,
            warnings=list(vetted.warnings),
            **columns_of(vetted.particulars, party_id, keys),
        )
        .on_conflict_do_nothing()
        .returning(PartyRow)
    )
    if row is None:
        return None
    representative = _representative(vetted.particulars)
    if representative is not None:
        session.add(
            PartyLinkRow(
                person_party_id=representative,
                business_party_id=party_id,
                relation=LEGAL_REPRESENTATIVE,
            )
        )
    await session.flush()
    return Loaded(row, party_of(row, representative, keys))


async def find_identity(
    session: AsyncSession, particulars: Particulars, caller: Caller, keys: FieldKeys
) -> UUID | None:
    """Which of the caller's own parties has this identity number or credit code, if any."""
    found: UUID | None = await session.scalar(
        select(PartyRow.party_id).where(
            PartyRow.owner == owner_of(caller),
            PartyRow.identity_index == identity_index_of(particulars, keys),
        )
    )
    return found


async def is_own_person(session: AsyncSession, party_id: UUID, caller: Caller) -> bool:
    """Whether `party_id` is a person the caller may see."""
    found = await session.scalar(
        select(PartyRow.party_id).where(
            PartyRow.party_id == party_id,
            PartyRow.kind == PartyKind.PERSON.value,
            is_visible(caller),
        )
    )
    return found is not None


async def lock_party(
    session: AsyncSession, party_id: UUID, caller: Caller, keys: FieldKeys
) -> Loaded | None:
    """The party, locked, if it exists and the caller may see it."""
    statement = parties().where(PartyRow.party_id == party_id, is_visible(caller))
    found = (await session.execute(statement.with_for_update(of=PartyRow))).one_or_none()
    return None if found is None else Loaded(found[0], party_of(*found, keys))


async def party_by_id(session: AsyncSession, party_id: UUID, keys: FieldKeys) -> Party:
    """The party, whoever owns it; raises LookupError when there is none."""
    found = (await session.execute(parties().where(PartyRow.party_id == party_id))).one_or_none()
    if found is None:
        raise LookupError("there is no such party")
    return party_of(*found, keys)


async def parties_by_id(
    session: AsyncSession, party_ids: Sequence[UUID], keys: FieldKeys
) -> list[Party]:
    """These parties, whoever owns them, in no order."""
    found = await session.execute(parties().where(PartyRow.party_id.in_(party_ids)))
    return [party_of(*each, keys) for each in found]


async def represented_by(session: AsyncSession, person_id: UUID, keys: FieldKeys) -> list[Party]:
    """The businesses a person is the legal representative of."""
    found = await session.execute(parties().where(PartyLinkRow.person_party_id == person_id))
    return [party_of(*each, keys) for each in found]


async def save_party(session: AsyncSession, row: PartyRow, party: Party, keys: FieldKeys) -> Party:
    """Carry `party` onto its row, as the next version, and return it as it then stands.

    Raises `PartyExists` when its owner has another party of this identity.
    """
    row.customer_type = party.customer_type.value
    row.warnings = list(party.warnings)
    for name, value in columns_of(party.particulars, party.party_id, keys).items():
        setattr(row, name, value)
    row.version += 1
    try:
        await session.flush()
    except IntegrityError as error:  # the one unique rule a change can meet
        raise PartyExists from error
    representative = _representative(party.particulars)
    if representative is not None:
        await session.execute(
            update(PartyLinkRow)
            .where(
                PartyLinkRow.business_party_id == party.party_id,
                PartyLinkRow.relation == LEGAL_REPRESENTATIVE,
            )
            .values(person_party_id=representative)
        )
    await session.refresh(row, ["updated_at"])
    return party_of(row, representative, keys)


async def fix_identity(session: AsyncSession, party_id: UUID) -> None:
    """Mark the identity as one an application was submitted under; the first time counts.

    With a business goes the person who represents it, who is looked into and signs.
    """
    representative = select(PartyLinkRow.person_party_id).where(
        PartyLinkRow.business_party_id == party_id,
        PartyLinkRow.relation == LEGAL_REPRESENTATIVE,
    )
    await session.execute(
        update(PartyRow)
        .where(
            or_(PartyRow.party_id == party_id, PartyRow.party_id.in_(representative)),
            PartyRow.identity_fixed_at.is_(None),
        )
        .values(identity_fixed_at=func.now())
    )


def parties() -> Select[PartyRow, UUID | None]:
    """Party rows, each with the person who represents it, if it is a business."""
    return select(PartyRow, PartyLinkRow.person_party_id).outerjoin(
        PartyLinkRow,
        and_(
            PartyLinkRow.business_party_id == PartyRow.party_id,
            PartyLinkRow.relation == LEGAL_REPRESENTATIVE,
        ),
    )


def is_visible(caller: Caller) -> ColumnElement[bool]:
    """The condition of being a party `caller` may see."""
    return visible_to(caller, PartyRow.owner, PartyRow.partner_id)


async def add_consent(session: AsyncSession, party_id: UUID, given: ConsentGiven) -> Consent | None:
    """A new consent; None when the party already stands by this text."""
    row = await session.scalar(
        insert(ConsentRow)
        .values(
            consent_id=new_id(),
            party_id=party_id,
            purpose=given.purpose.value,
            text_version=given.text_version,
            text_hash=given.text_hash,
            channel=given.channel.value,
            device=given.device,
            status=ConsentStatus.GIVEN.value,
        )
        .on_conflict_do_nothing()
        .returning(ConsentRow)
    )
    return None if row is None else consent_of(row)


async def lock_consent(
    session: AsyncSession, party_id: UUID, consent_id: UUID
) -> ConsentRow | None:
    """One consent of a party, locked."""
    return await session.scalar(
        select(ConsentRow)
        .where(ConsentRow.party_id == party_id, ConsentRow.consent_id == consent_id)
        .with_for_update()
    )


async def standing_consents(
    session: AsyncSession, party_id: UUID, purpose: ConsentPurpose
) -> Sequence[ConsentRow]:
    """The consents for a purpose that stand, of every text, of a party that is locked."""
    found = await session.scalars(
        select(ConsentRow)
        .where(
            ConsentRow.party_id == party_id,
            ConsentRow.purpose == purpose.value,
            ConsentRow.status == ConsentStatus.GIVEN.value,
        )
        .order_by(ConsentRow.consent_id)
        .with_for_update()
    )
    return found.all()


async def save_revoked(session: AsyncSession, row: ConsentRow, status: ConsentStatus) -> Consent:
    """Carry the end of a consent onto its row, at the database's time."""
    row.status = status.value
    row.revoked_at = func.now()
    await session.flush()
    await session.refresh(row, ["revoked_at"])
    return consent_of(row)


def consent_of(row: ConsentRow) -> Consent:
    """The consent `row` holds."""
    given = ConsentGiven(
        purpose=ConsentPurpose(row.purpose),
        text_version=row.text_version,
        text_hash=row.text_hash,
        channel=Channel(row.channel),
        device=row.device,
    )
    return Consent(
        consent_id=row.consent_id,
        party_id=row.party_id,
        status=ConsentStatus(row.status),
        given=given,
        given_at=row.given_at,
        revoked_at=row.revoked_at,
    )


def _representative(particulars: Particulars) -> UUID | None:
    return particulars.legal_representative_id if isinstance(particulars, Business) else None
