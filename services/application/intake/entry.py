"""What the other areas may do with an application, inside their own session.

They lock it first and then take it further: the row, its history, its audit and its events are
written here, whatever area decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.catalogue import entry as catalogue
from services.application.domain.actors import Actor, applicant_of
from services.application.domain.products import ProductTerms
from services.application.domain.statuses import ApplicationStatus
from services.application.intake import chronicle, hands, repository
from services.application.intake.domain.errors import ApplicationNotEditable
from services.application.intake.domain.happenings import Event, Happening, moved
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import SETTLED
from services.application.intake.domain.records import MaterialRecord
from services.application.intake.holding import hold_of_parties, refit_of_party
from services.application.intake.lateness import late_on
from services.application.intake.pinned import ground_of
from services.application.intake.refusing import end_authorisations
from services.application.intake.repository import is_judged
from services.application.intake.securing import may_borrow
from services.application.intake.stored import application_of, material_of
from services.application.intake.tables import LoanApplicationRow
from services.kit.audit import Members
from services.kit.caller import Caller
from services.kit.errors import Invalid

__all__ = [
    "ApplicationNotEditable",
    "Happening",
    "LoanApplication",
    "MaterialTold",
    "Move",
    "Note",
    "Part",
    "Standing",
    "Told",
    "advance",
    "ask_for_materials",
    "find",
    "hold_of_parties",
    "is_group_in_use",
    "is_judged",
    "late_on",
    "lock",
    "lock_any",
    "lock_to_amend",
    "may_borrow",
    "note",
    "part_changed",
    "refit_of_party",
    "told",
    "under_way",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands: what another area sees of it."""

    application_id: UUID
    status: ApplicationStatus
    version: int
    party_id: UUID
    owner: str
    partner_id: UUID | None


@dataclass(frozen=True, slots=True)
class MaterialTold:
    """One item of the file: its state and the SHA-256 of its content."""

    item: str
    status: str
    sha256: bytes | None
    document_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """An accepted application with its file; `intake_officer` is None on the fast track.

    `handled_by` is everybody who wrote it, everybody of the staff who judged it or its materials,
    and whoever answers for the loan of a group, or agreed for who does: none decides on it.
    """

    application: LoanApplication
    intake_officer: str | None
    handled_by: tuple[str, ...]
    materials: tuple[MaterialTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step of an application: where to, by whom, and what the audit keeps beside it.

    `reason_code` says why it ended, `means` what the borrower says anew of its means.
    """

    to: ApplicationStatus
    actor: Actor
    reason_code: str | None = None
    facts: Members = field(default_factory=dict)
    means: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that happened to an application and moves it nowhere by itself."""

    kind: Happening
    actor: Actor
    reason_code: str | None = None
    facts: Members = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something below an application that its applicant changed.

    `item` names it; `before` and `after` are what the audit keeps, None where it was not there.
    """

    kind: Happening
    item: str
    before: Members | None = None
    after: Members | None = None


async def find(session: AsyncSession, application_id: UUID, caller: Caller) -> Standing:
    """The application, if `caller` may see it; raises `NotFound`."""
    return _standing(await repository.find(session, application_id, caller))


async def lock(session: AsyncSession, application_id: UUID, caller: Caller) -> Standing:
    """The application, locked, if `caller` may see it; raises `NotFound`."""
    return _standing(await repository.lock(session, application_id, caller))


async def lock_any(session: AsyncSession, application_id: UUID) -> Standing:
    """The application, locked for a neighbour or a round of ours; raises `NotFound`."""
    return _standing(await repository.lock_any(session, application_id))


async def lock_to_amend(
    session: AsyncSession, application_id: UUID, caller: Caller
) -> ProductTerms:
    """Lock an application that its applicant may still change; the terms it pinned.

    Raises `NotFound` and `ApplicationNotEditable`.
    """
    application = application_of(await repository.lock(session, application_id, caller))
    application.require_editable()
    return (await ground_of(session, application, caller)).version.terms


def under_way() -> Select[UUID]:
    """The applications whose security is not free for another loan, to look among."""
    return repository.under_way()


async def advance(
    session: AsyncSession, application_id: UUID, move: Move, caller: Caller
) -> Standing:
    """Take an application that is locked one step further; what a decline ends, ends with it.

    Raises `TransitionNotAllowed`, and `Invalid` for means the product cannot be asked with.
    """
    row = await repository.lock_any(session, application_id)
    before = application_of(row)
    after = before.advance(move.to, move.reason_code).with_means(move.means)
    if move.means:
        await _require_meetable(session, after)
    event = moved(before, after, move.actor)
    await chronicle.changed(session, row, after, event, caller, move.facts)
    await session.flush()
    if move.to is ApplicationStatus.DECLINED:
        await end_authorisations(session, row.party_id, caller)
    return _standing(row)


async def note(
    session: AsyncSession, application_id: UUID, happened: Note, caller: Caller
) -> Standing:
    """Write into the history of an application that is locked; it is a new version of it."""
    row = await repository.lock_any(session, application_id)
    event = Event(kind=happened.kind, actor=happened.actor, reason_code=happened.reason_code)
    await chronicle.changed(session, row, application_of(row), event, caller, happened.facts)
    await session.flush()
    return _standing(row)


async def part_changed(
    session: AsyncSession, application_id: UUID, part: Part, caller: Caller
) -> None:
    """Write into the history of an application that is locked what changed below it."""
    row = await repository.lock_any(session, application_id)
    event = Event(kind=part.kind, actor=applicant_of(caller), item=part.item)
    await chronicle.part_changed(session, row, event, caller, (part.before, part.after))


async def told(session: AsyncSession, application_id: UUID) -> Told:
    """The application as whoever examines it is told; raises `NotFound`."""
    row = await repository.find_any(session, application_id)
    application = application_of(row)
    acceptance = await hands.latest_move_to(session, application_id, ApplicationStatus.ACCEPTED)
    judges = await hands.staff_of(session, application_id)
    guarantors = await hands.guarantors_of(session, row.group_id)
    writers = await hands.writers_of(session, application_id)
    by_officer = acceptance is not None and acceptance.actor == Actor.LOAN_OFFICER
    assert application.submitted_on is not None  # what was accepted was submitted
    records = await repository.material_records_of(
        session, application_id, application.submitted_on
    )
    return Told(
        application=application,
        intake_officer=acceptance.subject if acceptance is not None and by_officer else None,
        handled_by=tuple(sorted(judges | guarantors | writers)),
        materials=tuple(_material_told(record) for record in records),
    )


async def ask_for_materials(
    session: AsyncSession, application_id: UUID, codes: Sequence[str], why: str
) -> None:
    """Mark those of `codes` that are on the checklist of a locked application as asked for.

    What was verified or waived stays so.
    """
    application = application_of(await repository.lock_any(session, application_id))
    assert application.submitted_on is not None  # or underwriting would not ask
    for material_row in await repository.lock_materials(session, application_id):
        material = material_of(material_row)
        if material.code in codes and material.status not in SETTLED:
            asked_for = material.request(why, application.submitted_on)
            repository.save_material(material_row, asked_for)


async def is_group_in_use(session: AsyncSession, group_id: UUID) -> bool:
    """Whether a loan of this group, which is locked, is applied for or runs."""
    return await repository.binds_group(session, group_id)


def _material_told(record: MaterialRecord) -> MaterialTold:
    return MaterialTold(
        item=record.material.code,
        status=record.material.status.value,
        sha256=None if record.upload is None else record.upload.sha256,
        document_on=record.material.document_on,
    )


def _standing(row: LoanApplicationRow) -> Standing:
    return Standing(
        application_id=row.application_id,
        party_id=row.party_id,
        status=ApplicationStatus(row.status),
        version=row.version,
        owner=row.owner,
        partner_id=row.partner_id,
    )


async def _require_meetable(session: AsyncSession, application: LoanApplication) -> None:
    version = await catalogue.version_by_id(session, application.product_version_id)
    if version is None:
        raise LookupError("an application's product version is never removed")
    if breaches := tuple(application.financials.breaches(version.terms.amount_min.currency)):
        raise Invalid(errors=breaches)
