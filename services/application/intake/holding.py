"""What a party's applications keep from changing, and how its drafts follow what does change."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.actors import applicant_of
from services.application.domain.holds import Hold
from services.application.domain.statuses import ApplicationStatus
from services.application.intake import chronicle, repository
from services.application.intake.domain.checklist import checklist_of, fitted
from services.application.intake.domain.happenings import Event, Happening
from services.application.intake.pinned import ground_of
from services.application.intake.stored import application_of, material_of
from services.application.intake.tables import LoanApplicationRow
from services.kit.caller import Caller


async def hold_of_parties(session: AsyncSession, party_ids: Sequence[UUID], caller: Caller) -> Hold:
    """Lock what is open of these parties; how far the furthest of it holds them."""
    rows = await repository.lock_open(session, party_ids, caller)
    return max([await _hold_of(session, row) for row in rows], default=Hold.NONE)


async def refit_of_party(session: AsyncSession, party_id: UUID, caller: Caller) -> None:
    """Give the drafts of a party, whose type was changed, the checklist of the new one."""
    for row in await repository.lock_open(session, [party_id], caller):
        draft = application_of(row)
        ground = await ground_of(session, draft, caller)
        rows = await repository.lock_materials(session, draft.application_id)
        checklist = checklist_of(ground.version, ground.party.customer_type, draft.wishes)
        materials = fitted([material_of(each) for each in rows], checklist)
        repository.save_materials(session, draft.application_id, rows, materials)
        event = Event(kind=Happening.AMENDED, actor=applicant_of(caller))
        await chronicle.changed(session, row, draft, event, caller)


async def _hold_of(session: AsyncSession, row: LoanApplicationRow) -> Hold:
    if row.status == ApplicationStatus.DRAFT:
        return Hold.NONE
    is_back = row.status == ApplicationStatus.SUPPLEMENT_REQUIRED
    if is_back and not await repository.is_judged(session, row.application_id):
        return Hold.HANDED_BACK
    return Hold.EXAMINED
