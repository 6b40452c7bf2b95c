"""What the application service is told of a contract: who has signed, and what is missing."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import repository
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus

# With the last signature and the lender's seal it is signed.
_UNSIGNED: Final = frozenset(
    {ContractStatus.DRAFT, ContractStatus.DISCLOSED, ContractStatus.SIGNING}
)


@dataclass(frozen=True, slots=True)
class SignerTold:
    """One who must sign, and whether that is done."""

    party_id: UUID
    role: str
    has_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTold:
    """A contract as the borrower's journey sees it.

    `missing` are the steps of the contract itself: reading, confirming, a signature.
    """

    application_id: UUID
    number: str
    status: ContractStatus
    signers: tuple[SignerTold, ...]
    missing: tuple[str, ...]
    ended_by: str | None
    reason_code: str | None


async def contract_told(session: AsyncSession, contract_id: UUID) -> ContractTold:
    """The contract as it stands now."""
    row = await session.get_one(ContractRow, contract_id)
    signed = {each.number for each in await repository.signatures_of(session, contract_id)}
    signers = tuple(
        SignerTold(each.party_id, each.role, each.number in signed)
        for each in await repository.signers_of(session, contract_id)
    )
    reading = await repository.any_reading(session, contract_id)
    return ContractTold(
        application_id=row.application_id,
        number=row.number,
        status=ContractStatus(row.status),
        signers=signers,
        missing=_missing(ContractStatus(row.status), has_begun=reading is not None),
        ended_by=row.ended_by,
        reason_code=row.reason_code,
    )


def _missing(status: ContractStatus, *, has_begun: bool) -> tuple[str, ...]:
    if CONTRACT_MOVES.is_final(status):
        return ()
    steps = {
        "disclosure_reading": status is ContractStatus.DRAFT and not has_begun,
        "disclosure_confirmation": status is ContractStatus.DRAFT,
        "signature": status in _UNSIGNED,
    }
    return tuple(code for code, is_missing in steps.items() if is_missing)
