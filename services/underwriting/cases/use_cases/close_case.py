"""Close a case: the application was withdrawn, or its offer lapsed; nothing more is decided."""

from uuid import UUID

from services.kit.context import Edit
from services.kit.inbox import apply_once
from services.underwriting.cases import chronicle, repository
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.schemas.told import WithdrawalTold
from services.underwriting.cases.tables import CaseRow
from services.underwriting.exposure import entry as exposure


async def close_case(application_id: UUID, told: WithdrawalTold, edit: Edit) -> CaseRow | None:
    """The case, closed; None when the application never came to us. Raises `SequenceGap`."""
    async with edit.sessions.begin() as session:
        await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=application_id,
            sequence=told.sequence,
            after=told.after,
        )
        row = await repository.lock_of_application(session, application_id)
        if row is not None and row.status != CaseStatus.CLOSED:
            await exposure.release(session, row.borrower_index, row.case_id)
            await repository.settle_request(session, row.case_id, "closed")
            row.claimed_by = row.claimed_until = None
            step = Step(Happening.CLOSED, CaseStatus.CLOSED)
            await chronicle.changed(session, row, step, edit.caller)
            await session.flush()
        return row
