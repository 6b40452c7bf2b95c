"""What other areas may ask of contracts, inside their own transaction.

The contract's row is locked first, always: payouts, accounts and conditions come after it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.funding import FundingTerms, funding_terms_of
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.contracts.told import ContractTold, contract_told
from services.disbursement.domain.statuses import ContractStatus
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.money import Money

__all__ = [
    "CONDITIONS_CHANGED",
    "ContractStanding",
    "ContractTold",
    "FundingTerms",
    "LentTo",
    "borrower_kind",
    "find",
    "funding_terms",
    "hands_of",
    "lent_to",
    "lock",
    "lock_of",
    "make_effective",
    "note_payout",
    "papers_valid_to",
    "signs",
    "tell",
    "told",
]

CONDITIONS_CHANGED: Final = messages.CONDITIONS_CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractStanding:
    """A contract as it stands; who the borrower is, is told by keyed index alone."""

    contract_id: UUID
    application_id: UUID
    number: str
    status: ContractStatus
    version: int
    owner: str
    partner_id: UUID | None
    party_id: UUID
    amount: Money
    purpose_code: str
    product_type: str
    borrower_name_index: bytes
    decided_by: tuple[str, ...]
    document_sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LentTo:
    """Whose loan a contract is about, and of which product."""

    application_id: UUID
    owner: str
    partner_id: UUID | None
    party_id: UUID
    product_code: str
    product_version: int
    product_type: str


async def lock(session: AsyncSession, contract_id: UUID) -> ContractStanding:
    """The contract, its row locked, for our own machinery; raises `NotFound`."""
    return _standing(await repository.lock_any(session, contract_id))


async def lock_of(session: AsyncSession, contract_id: UUID, caller: Caller) -> ContractStanding:
    """The contract, its row locked, if the caller may see it; raises `NotFound`."""
    return _standing(await repository.lock(session, contract_id, caller))


async def find(session: AsyncSession, contract_id: UUID, caller: Caller) -> ContractStanding:
    """The contract, not locked; raises `NotFound` for absent and another's alike."""
    return _standing(await repository.find(session, contract_id, caller))


async def tell(session: AsyncSession, contract_id: UUID, topic: str, **named: str) -> None:
    """Write an event on the stream of a locked contract; `named` are ids it is about."""
    row = await session.get_one(ContractRow, contract_id)
    await chronicle.tell(session, row, topic, **named)


async def note_payout(
    session: AsyncSession,
    contract_id: UUID,
    caller: Caller,
    *,
    payout: str,
    word: str,
    is_refund: bool,
) -> None:
    """Add a line about a payout, of its loan or of a refund, to a locked contract's history.

    `payout` is its identifier, `word` where it came to, or why.
    """
    row = await session.get_one(ContractRow, contract_id)
    kind = Happening.REFUND if is_refund else Happening.PAYOUT
    step = Step(kind, None, word, payout)
    chronicle.note(session, row, step, caller)


async def make_effective(session: AsyncSession, contract_id: UUID, caller: Caller) -> None:
    """The first payout of a locked, signed contract has settled; a later one changes nothing."""
    row = await session.get_one(ContractRow, contract_id)
    if row.status != ContractStatus.EFFECTIVE:
        step = Step(Happening.TOOK_EFFECT, ContractStatus.EFFECTIVE)
        await chronicle.changed(session, row, step, caller)
        await chronicle.tell(session, row, messages.EFFECTIVE)


async def signs(session: AsyncSession, contract_id: UUID, caller: Caller) -> bool:
    """Whether somebody, or its partner, signs a contract or signed it for another, in whatever
    capacity: for staff it is no work then."""
    return caller.is_among(await repository.hands_of(session, contract_id))


async def hands_of(session: AsyncSession, contract_id: UUID) -> frozenset[str]:
    """The logins of those who sign a contract, and of those who signed it for another."""
    return await repository.hands_of(session, contract_id)


async def borrower_kind(session: AsyncSession, contract_id: UUID) -> str:
    """Whether the borrower is a `person` or a `business`."""
    return (await repository.draft_of(session, contract_id)).borrower_kind


async def papers_valid_to(session: AsyncSession, contract_id: UUID) -> date | None:
    """The last day all signers' identity papers are valid on; None when none of them end."""
    signers = await repository.signers_of(session, contract_id)
    ends = [each.identity_valid_to for each in signers if each.identity_valid_to is not None]
    return min(ends, default=None)


async def funding_terms(session: AsyncSession, contract_id: UUID) -> FundingTerms:
    """The terms and the planned schedule, for messages to repayment."""
    row = await session.get_one(ContractRow, contract_id)
    return funding_terms_of(row, await repository.draft_of(session, contract_id))


async def lent_to(session: AsyncSession, contract_id: UUID) -> LentTo:
    """Whose loan it is, and of which product; raises `NotFound`."""
    row = await session.get(ContractRow, contract_id)
    if row is None:
        raise NotFound
    return LentTo(
        application_id=row.application_id,
        owner=row.owner,
        partner_id=row.partner_id,
        party_id=row.party_id,
        product_code=row.product_code,
        product_version=row.product_version,
        product_type=row.product_type,
    )


async def told(session: AsyncSession, contract_id: UUID) -> ContractTold:
    """What the application service is told of a contract beside the event itself."""
    return await contract_told(session, contract_id)


def _standing(row: ContractRow) -> ContractStanding:
    return ContractStanding(
        contract_id=row.contract_id,
        application_id=row.application_id,
        number=row.number,
        status=ContractStatus(row.status),
        version=row.version,
        owner=row.owner,
        partner_id=row.partner_id,
        party_id=row.party_id,
        amount=Money(row.amount_minor, row.currency),
        purpose_code=row.purpose_code,
        product_type=row.product_type,
        borrower_name_index=row.borrower_name_index,
        decided_by=tuple(row.decided_by),
        document_sha256=row.document_sha256,
    )
