"""What the system sees for itself, asked of the other areas."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions.domain.missing import PayeeStanding, Seen
from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.entry import ContractTold
from services.disbursement.payees import entry as payees


async def seen(session: AsyncSession, contract_id: UUID, told: ContractTold) -> Seen:
    """How a contract stands with what nobody has to show; `told` is the contract itself."""
    return Seen(
        contract_misses=told.missing,
        payee=await _payee(session, contract_id),
        papers_valid_to=await contracts.papers_valid_to(session, contract_id),
    )


async def _payee(session: AsyncSession, contract_id: UUID) -> PayeeStanding:
    if await payees.is_verified(session, contract_id):
        return PayeeStanding.VERIFIED
    is_named = await payees.is_named(session, contract_id)
    return PayeeStanding.UNVERIFIED if is_named else PayeeStanding.NONE
