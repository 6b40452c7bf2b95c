"""Whose work a payout is not: the staff who borrow the money, or answer for it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.entry import ContractStanding
from services.kit.caller import Caller
from services.kit.errors import OwnWork


async def require_not_own(
    session: AsyncSession, contract: ContractStanding, caller: Caller
) -> None:
    """Raise OwnWork for who borrows by a contract, or signs it in whatever capacity."""
    is_owner = caller.is_among({contract.owner})
    if is_owner or await contracts.signs(session, contract.contract_id, caller):
        raise OwnWork
