"""Whose cases and decisions a caller sees: its own, its partner's, or, for staff, all of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.kit.caller import Caller
from services.kit.roles import Role
from services.underwriting.cases.tables import CaseRow


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The predicate every query over cases carries; nobody in particular sees nothing."""
    if caller.partner_id is not None:
        return CaseRow.partner_id == caller.partner_id
    if Role.BORROWER in caller.roles:
        return CaseRow.owner == caller.subject
    return true() if caller.is_staff else false()


def of_a_case_seen_by(caller: Caller, case_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """The same for rows that hang on a case by `case_id`."""
    if caller.is_staff:
        return true()
    return case_id.in_(select(CaseRow.case_id).where(seen_by(caller)))


@dataclass(frozen=True, slots=True)
class CaseOfDecision:
    """What readers of a decision need to know of its case."""

    application_id: UUID
    amount_minor: int
    decision_id: UUID | None


async def case_of_decision(session: AsyncSession, case_id: UUID) -> CaseOfDecision:
    """The case a decision was made for; it is always there."""
    row = await session.get_one(CaseRow, case_id)
    return CaseOfDecision(row.application_id, row.amount_minor, row.decision_id)
