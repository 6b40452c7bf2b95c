"""Taking a condition in hand: by staff who sign nothing of it, of a contract that goes on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import repository
from services.disbursement.conditions.domain.conditions import Derived
from services.disbursement.conditions.domain.errors import ConditionSeesItself, NothingMoreToShow
from services.disbursement.conditions.tables import ConditionRow
from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import CONTRACT_MOVES
from services.kit.context import Edit
from services.kit.errors import OwnWork
from services.kit.etags import require_version


async def take(session: AsyncSession, contract_id: UUID, code: str, edit: Edit) -> ConditionRow:
    """The condition, locked after its contract, at the version the caller read.

    Raises `NotFound`, `OwnWork`, `ConditionSeesItself`, `NothingMoreToShow` and
    `PreconditionFailed`.
    """
    contract = await contracts.lock_of(session, contract_id, edit.caller)
    if await contracts.signs(session, contract_id, edit.caller):
        raise OwnWork
    if code in Derived.__members__.values():
        raise ConditionSeesItself
    if CONTRACT_MOVES.is_final(contract.status):
        raise NothingMoreToShow
    row = await repository.lock(session, contract_id, code)
    require_version(row.version, edit.if_match)
    return row
