"""Rows of conditions and evidence: found, locked, added; decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions.domain.conditions import ConditionStatus
from services.disbursement.conditions.records import ConditionRecord, Evidence
from services.disbursement.conditions.tables import ConditionRow, EvidenceRow
from services.kit.errors import NotFound, Title


async def conditions_of(session: AsyncSession, contract_id: UUID) -> Sequence[ConditionRow]:
    """What a person has to show for a contract, in the order of the checklist."""
    found = await session.scalars(
        select(ConditionRow)
        .where(ConditionRow.contract_id == contract_id)
        .order_by(ConditionRow.position)
    )
    return found.all()


async def lock(session: AsyncSession, contract_id: UUID, code: str) -> ConditionRow:
    """One condition of a contract that is locked; raises `NotFound`."""
    row = await session.scalar(
        select(ConditionRow)
        .where(ConditionRow.contract_id == contract_id, ConditionRow.code == code)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    return row


async def evidence_of(session: AsyncSession, contract_id: UUID) -> dict[UUID, list[Evidence]]:
    """All evidence for a contract by condition, the first piece first."""
    rows = await session.scalars(
        select(EvidenceRow)
        .where(EvidenceRow.contract_id == contract_id)
        .order_by(EvidenceRow.condition_id, EvidenceRow.number)
    )
    found: dict[UUID, list[Evidence]] = {}
    for row in rows:
        piece = Evidence(
            row.number, row.reference, row.document_sha256, row.note, row.given_by, row.given_at
        )
        found.setdefault(row.condition_id, []).append(piece)
    return found


async def record_of(session: AsyncSession, row: ConditionRow) -> ConditionRecord:
    """One condition with its evidence."""
    evidence = await evidence_of(session, row.contract_id)
    return record(row, evidence.get(row.condition_id, []))


def record(row: ConditionRow, evidence: Sequence[Evidence]) -> ConditionRecord:
    """The line of the checklist that `row` keeps."""
    return ConditionRecord(
        code=row.code,
        title=Title(row.title_en, row.title_zh),
        is_derived=False,
        is_critical=row.is_critical,
        status=ConditionStatus(row.status),
        evidence=tuple(evidence),
        accepted_by=row.accepted_by,
        version=row.version,
    )
