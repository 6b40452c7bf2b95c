"""Reads of applications; each sees only what its caller may see."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.application.assessment import entry as assessment
from services.application.domain.checklists import ChecklistItem
from services.application.domain.heard import Heard
from services.application.domain.statuses import AMENDABLE, CARRIED_OUT, ApplicationStatus
from services.application.fulfilment import entry as fulfilment
from services.application.intake import repository
from services.application.intake.domain.checklist import not_handed_in, not_settled
from services.application.intake.domain.completeness import (
    REPRESENTATIVES_CONSENTS,
    Brought,
    missing_for_submission,
)
from services.application.intake.domain.drafts import Ground
from services.application.intake.domain.errors import MaterialNotUploaded
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.membership import group_gaps
from services.application.intake.domain.next_steps import Awaited, NextStep, next_step
from services.application.intake.domain.records import (
    ApplicationRecord,
    HistoryEntry,
    MaterialRecord,
    Upload,
)
from services.application.intake.pinned import ground_of
from services.application.intake.securing import security_gaps
from services.application.intake.stored import application_of, history_entry, material_of
from services.application.intake.tables import HappeningRow, LoanApplicationRow
from services.application.offers import entry as offers
from services.application.parties import entry as parties
from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.errors import FieldError
from services.kit.object_store import ObjectStore
from services.kit.pagination import PageRequest, paged

Sessions = async_sessionmaker[AsyncSession]
# While it can be changed, and while an offer waits: the group must take loans for both.
_ON_GROUND: Final = AMENDABLE | {ApplicationStatus.APPROVED}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day, through which sessions."""

    caller: Caller
    clock: Clock
    sessions: Sessions


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which applications to list, and in which order."""

    status: ApplicationStatus | None = None
    product_code: str | None = None
    party_id: UUID | None = None
    external_reference: str | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """What the step is about: its prefix and id.

    A group, a representative, a question, an offer, a contract or a loan. A group and an offer
    have a version, and what is awaited of the applicant has an end.
    """

    prefix: str
    identifier: UUID
    version: int | None = None
    awaited: Awaited | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """The next step, and the versions the call to take it must name."""

    step: NextStep
    application: LoanApplication
    version: int
    items: dict[str, ChecklistItem]
    item_versions: dict[str, int]
    about: About | None = None


async def applications(
    wanted: ApplicationFilter, page: PageRequest, reader: Reader
) -> list[ApplicationRecord]:
    """A page of the applications the caller may see, one row more than it shows."""
    statement = paged(
        select(LoanApplicationRow).where(
            repository.seen_by(reader.caller), *_conditions(wanted, LoanApplicationRow)
        ),
        page,
        created_at=LoanApplicationRow.created_at,
        identifier=LoanApplicationRow.application_id,
        newest_first=wanted.newest_first,
    )
    async with reader.sessions() as session:
        rows = (await session.scalars(statement)).all()
        return await repository.application_records_of(session, rows)


async def application(application_id: UUID, reader: Reader) -> ApplicationRecord:
    """One application; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, application_id, reader.caller)
        return await repository.application_record_of(session, row)


async def guidance(application_id: UUID, reader: Reader) -> Guidance:
    """What comes next for an application; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, application_id, reader.caller)
        found = application_of(row)
        ground = await _ground(session, found, reader)
        missing = await _missing(session, found, ground, reader)
        rows = await repository.materials_of(session, application_id)
        heard = await fulfilment.heard_of(session, application_id)
        asked = await _about(session, found, reader.clock.today())
        represented = await _represented(session, found, missing)
        about = asked or _carried_out(found, heard) or _in_group(ground) or represented
    items = {each.item: material_of(each).item for each in rows}
    versions = {each.item: each.version for each in rows}
    step = next_step(found, missing, None if about is None else about.awaited, heard)
    if not reader.caller.is_staff:
        step = step.for_applicant()
    return Guidance(step, found, row.version, items, versions, about)


async def timeline(
    application_id: UUID, page: PageRequest, reader: Reader
) -> Sequence[HistoryEntry]:
    """A page of what happened, oldest first; raises `NotFound`.

    The cursor's id is the number of the last entry seen, for entries are numbered.
    """
    seen = page.cursor.id.int if page.cursor else 0
    statement = (
        select(HappeningRow)
        .where(HappeningRow.application_id == application_id, HappeningRow.number > seen)
        .order_by(HappeningRow.number)
        .limit(page.limit + 1)
    )
    async with reader.sessions() as session:
        await repository.find(session, application_id, reader.caller)
        return [history_entry(row) for row in await session.scalars(statement)]


async def materials(application_id: UUID, reader: Reader) -> list[MaterialRecord]:
    """All materials of an application, in the order of its checklist; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, application_id, reader.caller)
        day = application_of(row).fresh_on(reader.clock.today())
        return await repository.material_records_of(session, application_id, day)


async def material(place: tuple[UUID, str], reader: Reader) -> MaterialRecord:
    """The material at `place` (application, item); raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, place[0], reader.caller)
        day = application_of(row).fresh_on(reader.clock.today())
        material_row = await repository.find_material(session, *place)
        return await repository.material_record_of(session, material_row, day)


async def material_content(
    place: tuple[UUID, str], store: ObjectStore, reader: Reader
) -> tuple[Upload, AsyncIterator[bytes]]:
    """The file a material holds now, and its bytes; raises `NotFound`, `MaterialNotUploaded`."""
    upload = (await material(place, reader)).upload
    if upload is None:
        raise MaterialNotUploaded
    return upload, await store.read(upload.object_key)


def _conditions(
    wanted: ApplicationFilter, row: type[LoanApplicationRow]
) -> Iterator[ColumnElement[bool]]:
    if wanted.status is not None:
        yield row.status == wanted.status.value
    if wanted.product_code is not None:
        yield row.product_code == wanted.product_code
    if wanted.party_id is not None:
        yield row.party_id == wanted.party_id
    if wanted.external_reference is not None:
        yield row.external_reference == wanted.external_reference
    if wanted.created_from is not None:
        yield row.created_at >= wanted.created_from
    if wanted.created_until is not None:
        yield row.created_at <= wanted.created_until


async def _ground(session: AsyncSession, found: LoanApplication, reader: Reader) -> Ground | None:
    """What it stands on, as far as the move at hand hangs on it."""
    if found.status not in _ON_GROUND:
        return None
    return await ground_of(session, found, reader.caller)


async def _missing(
    session: AsyncSession, found: LoanApplication, ground: Ground | None, reader: Reader
) -> tuple[FieldError, ...]:
    """What keeps the application from the move at hand."""
    rows = await repository.materials_of(session, found.application_id)
    kept, today = [material_of(row) for row in rows], reader.clock.today()
    if found.status is ApplicationStatus.SUBMITTED:
        return not_settled(kept, found.fresh_on(today))
    if found.status is ApplicationStatus.INFORMATION_REQUESTED:
        question = await assessment.open_question(session, found.application_id)
        gaps = () if question is None else found.financials.gaps(question.items)
        return (*not_handed_in(kept, found.fresh_on(today)), *gaps)
    if ground is None:
        return ()
    terms, customer_type = ground.version.terms, ground.party.customer_type
    if found.status is ApplicationStatus.APPROVED:
        return group_gaps(terms, ground.membership)
    brought = Brought(
        materials=kept,
        agreed=await parties.agreed_for(session, found.party_id),
        security_gaps=await security_gaps(session, found, terms),
    )
    return (
        *missing_for_submission(found, terms, customer_type, brought, today),
        *group_gaps(terms, ground.membership),
    )


async def _about(session: AsyncSession, found: LoanApplication, today: date) -> About | None:
    """What the applicant is to answer or accept now, if anything."""
    if found.status is ApplicationStatus.INFORMATION_REQUESTED:
        question = await assessment.open_question(session, found.application_id)
        if question is not None:
            awaited = Awaited(question.due_on, question.due_on < today)
            return About("inf", question.request_id, None, awaited)
    if found.status is ApplicationStatus.APPROVED:
        offer = await offers.open_offer(session, found.application_id)
        if offer is not None:
            awaited = Awaited(offer.valid_until, offer.valid_until < today)
            return About("off", offer.offer_id, offer.version, awaited)
    return None


async def _represented(
    session: AsyncSession, found: LoanApplication, missing: Sequence[FieldError]
) -> About | None:
    """Who represents the borrower, while that is who has to agree."""
    if not any(gap.pointer.startswith(REPRESENTATIVES_CONSENTS) for gap in missing):
        return None
    representative_id = await parties.representative_of(session, found.party_id)
    return None if representative_id is None else About("party", representative_id)


def _in_group(ground: Ground | None) -> About | None:
    """The group in which a loan is asked for, while that is not settled."""
    membership = None if ground is None else ground.membership
    if membership is None:
        return None
    return About("grp", membership.group_id, membership.version)


def _carried_out(found: LoanApplication, heard: Heard) -> About | None:
    """The contract being carried out, or the loan that runs."""
    if found.status is ApplicationStatus.ACTIVE:
        return None if heard.loan is None else About("loan", heard.loan.loan_id)
    is_carried_out = found.status in CARRIED_OUT and heard.contract is not None
    return About("ctr", heard.contract.contract_id) if is_carried_out and heard.contract else None
