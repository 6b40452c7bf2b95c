"""Reads for the GETs of parties; every one is held to what the caller may see."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.application.domain.customers import CustomerType, PartyKind
from services.application.parties import repository
from services.application.parties.domain.consents import Consent
from services.application.parties.domain.party import Party
from services.application.parties.sealed_fields import party_of
from services.application.parties.tables import ConsentRow, PartyRow
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.pagination import PageRequest, paged

Sessions = async_sessionmaker[AsyncSession]


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and with what."""

    sessions: Sessions
    caller: Caller
    keys: FieldKeys


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """Which of the visible parties to list."""

    kind: PartyKind | None
    customer_type: CustomerType | None


async def party_by_id(party_id: UUID, reading: Reading) -> Party:
    """The party; raises `NotFound` when it is not there for this caller."""
    statement = repository.parties().where(
        PartyRow.party_id == party_id, repository.is_visible(reading.caller)
    )
    async with reading.sessions() as session:
        found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound
    return party_of(*found, reading.keys)


async def visible_parties(wanted: PartyFilter, page: PageRequest, reading: Reading) -> list[Party]:
    """The caller's parties, newest first."""
    statement = repository.parties().where(repository.is_visible(reading.caller))
    if wanted.kind is not None:
        statement = statement.where(PartyRow.kind == wanted.kind.value)
    if wanted.customer_type is not None:
        statement = statement.where(PartyRow.customer_type == wanted.customer_type.value)
    statement = paged(statement, page, created_at=PartyRow.created_at, identifier=PartyRow.party_id)
    async with reading.sessions() as session:
        found = (await session.execute(statement)).all()
    return [party_of(row, representative, reading.keys) for row, representative in found]


async def consents_of(party_id: UUID, page: PageRequest, reading: Reading) -> list[Consent]:
    """The consents of a party, newest first; raises `NotFound` as for the party itself."""
    visible = select(PartyRow.party_id).where(
        PartyRow.party_id == party_id, repository.is_visible(reading.caller)
    )
    statement = paged(
        select(ConsentRow).where(ConsentRow.party_id == party_id),
        page,
        created_at=ConsentRow.given_at,
        identifier=ConsentRow.consent_id,
    )
    async with reading.sessions() as session:
        if await session.scalar(visible) is None:
            raise NotFound
        rows = (await session.scalars(statement)).all()
    return [repository.consent_of(row) for row in rows]
