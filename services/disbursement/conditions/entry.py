"""What other areas may ask of conditions, inside their own transaction."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import chronicle, repository, seeing
from services.disbursement.conditions.domain.conditions import ConditionStatus, required_of
from services.disbursement.conditions.domain.missing import missing_codes
from services.disbursement.conditions.tables import ConditionRow
from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import CONTRACT_MOVES
from services.kit.caller import Caller
from services.kit.errors import Title
from services.kit.identifiers import new_id


async def required_for(
    session: AsyncSession,
    contract_id: UUID,
    product_type: str,
    offered: Iterable[tuple[str, Title]],
    caller: Caller,
    *,
    guarantors_sign: bool,
) -> None:
    """Write the checklist of a contract that is drawn: what its product wants, its offer named."""
    wanted = required_of(product_type, offered, guarantors_sign=guarantors_sign)
    for position, each in enumerate(wanted, start=1):
        row = ConditionRow(
            contract_id=contract_id,
            condition_id=new_id(),
            code=each.code,
            position=position,
            title_en=each.title.en,
            title_zh=each.title.zh,
            is_critical=each.is_critical,
            status=ConditionStatus.OPEN.value,
        )
        session.add(row)
        await session.flush()
        await chronicle.begun(session, row, caller)


async def missing(session: AsyncSession, contract_id: UUID, today: date) -> tuple[str, ...]:
    """The codes of what is not met today; nothing is missing of a contract that has ended."""
    told = await contracts.told(session, contract_id)
    if CONTRACT_MOVES.is_final(told.status):
        return ()
    rows = await repository.conditions_of(session, contract_id)
    shown = [(row.code, ConditionStatus(row.status)) for row in rows]
    return missing_codes(await seeing.seen(session, contract_id, told), shown, today)


async def is_met(session: AsyncSession, contract_id: UUID, today: date) -> bool:
    """Whether the money of a contract that has not ended may go out, as far as conditions go."""
    return not await missing(session, contract_id, today)
