"""Reads for the GET of a contract's checklist."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import repository, seeing
from services.disbursement.conditions.domain.conditions import (
    DERIVED_TITLES,
    ConditionStatus,
    Derived,
)
from services.disbursement.conditions.records import ConditionRecord
from services.disbursement.contracts import entry as contracts
from services.disbursement.reader import Reader


async def checklist(reader: Reader, contract_id: UUID) -> list[ConditionRecord]:
    """Every condition of a contract the caller may see; raises `NotFound`.

    First what the system sees for itself, then what a person shows.
    """
    async with reader.sessions() as session:
        await contracts.find(session, contract_id, reader.caller)
        told = await contracts.told(session, contract_id)
        seen = await seeing.seen(session, contract_id, told)
        derived = seen.derived(reader.clock.today())
        return [
            *(_derived(code, is_met=is_met) for code, is_met in derived.items()),
            *await _shown(session, contract_id),
        ]


async def _shown(session: AsyncSession, contract_id: UUID) -> list[ConditionRecord]:
    evidence = await repository.evidence_of(session, contract_id)
    rows = await repository.conditions_of(session, contract_id)
    return [repository.record(row, evidence.get(row.condition_id, [])) for row in rows]


def _derived(code: Derived, *, is_met: bool) -> ConditionRecord:
    return ConditionRecord(
        code=code.value,
        title=DERIVED_TITLES[code],
        is_derived=True,
        is_critical=False,
        status=ConditionStatus.MET if is_met else ConditionStatus.OPEN,
        evidence=(),
        accepted_by=None,
        version=1,
    )
