"""Bring cases back to the desk whose borrower has not answered in time, by the business date."""

from typing import Final
from uuid import UUID

from sqlalchemy import select

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached
from services.kit.identifiers import typeid_of
from services.underwriting.cases import chronicle, messages, repository
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.service_level import DECISION_SLA
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.records import open_request
from services.underwriting.cases.tables import CaseRow, InformationRequestRow
from services.underwriting.failpoints import UnderwritingPoint
from services.underwriting.machinery import own_machinery

CLOSED_PER_ROUND_MAX: Final = 100


async def close_overdue_requests(sessions: Sessions, clock: Clock) -> int:
    """How many cases came back; each in a transaction of its own, so twice at once is once.

    Raises what one failed with that could not be brought back, once all others were.
    """
    asked = InformationRequestRow
    async with sessions() as session:
        overdue = await session.scalars(
            select(asked.case_id)
            .where(asked.status == "open", asked.due_on < clock.today())
            .order_by(asked.due_on)
            .limit(CLOSED_PER_ROUND_MAX)
        )

    async def bring_back(case_id: UUID) -> bool:
        is_back = await _bring_back(case_id, sessions, clock)
        await reached(UnderwritingPoint.CASE_BACK)
        return is_back

    return await each_apart(overdue, bring_back)


async def _bring_back(case_id: UUID, sessions: Sessions, clock: Clock) -> bool:
    async with sessions.begin() as session:
        row: CaseRow = await repository.lock_any(session, case_id)
        asked = await open_request(session, row)
        is_due = asked is not None and asked.due_on < clock.today()
        if asked is None or not is_due or row.status != CaseStatus.INFORMATION_REQUESTED:
            return False
        await repository.settle_request(session, case_id, "closed")
        row.sla_due_at = clock.now() + DECISION_SLA
        step = Step(Happening.MOVED, CaseStatus.MANUAL, "information_not_given")
        await chronicle.changed(session, row, step, own_machinery())
        await chronicle.tell(
            session,
            row,
            messages.INFORMATION_CLOSED,
            request=typeid_of("inf", asked.request_id),
        )
    return True
