"""Rows of decisions: found by case, seen by whoever sees the case; never changed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.visibility import of_a_case_seen_by


async def automatic(session: AsyncSession, case_id: UUID, submission: int) -> DecisionRow:
    """The machine's latest decision on a submission; raises `NotFound` before there is one."""
    row = await session.scalar(
        select(DecisionRow)
        .where(
            DecisionRow.case_id == case_id,
            DecisionRow.submission == submission,
            DecisionRow.kind == "automatic",
        )
        .order_by(DecisionRow.weighing.desc())
        .limit(1)
    )
    if row is None:
        raise NotFound
    return row


async def find(session: AsyncSession, decision_id: UUID, caller: Caller) -> DecisionRow:
    """The decision; raises `NotFound` for absent and another's alike."""
    row = await session.scalar(
        select(DecisionRow).where(
            DecisionRow.decision_id == decision_id,
            of_a_case_seen_by(caller, DecisionRow.case_id),
        )
    )
    if row is None:
        raise NotFound
    return row
