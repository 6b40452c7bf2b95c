"""Rows of contracts: loads and locks what the caller may see; decides nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts.domain.leaving import UNSIGNED
from services.disbursement.contracts.tables import (
    ContractRow,
    DraftRow,
    FileRow,
    ReadingRow,
    SignatureRow,
    SignerRow,
)
from services.disbursement.domain.statuses import LIVE_CONTRACTS
from services.disbursement.visibility import read_by, seen_by
from services.kit.caller import Caller
from services.kit.errors import NotFound

_LIVE = [status.value for status in sorted(LIVE_CONTRACTS)]
_UNSIGNED = [status.value for status in sorted(UNSIGNED)]


async def lock_live(session: AsyncSession, application_id: UUID) -> ContractRow | None:
    """The one contract of an application that is not ended, locked, if there is one."""
    found: ContractRow | None = await session.scalar(
        select(ContractRow)
        .where(ContractRow.application_id == application_id, ContractRow.status.in_(_LIVE))
        .with_for_update()
    )
    return found


async def latest(session: AsyncSession, application_id: UUID) -> ContractRow:
    """The newest contract of an application that has had one, ended or not."""
    found = await session.scalars(
        select(ContractRow)
        .where(ContractRow.application_id == application_id)
        .order_by(ContractRow.created_at.desc(), ContractRow.contract_id.desc())
        .limit(1)
    )
    return found.one()


async def lock_any(session: AsyncSession, contract_id: UUID) -> ContractRow:
    """The contract, locked, for our own machinery; raises `NotFound`."""
    statement = select(ContractRow).where(ContractRow.contract_id == contract_id)
    row = await session.scalar(statement.with_for_update())
    if row is None:
        raise NotFound
    return row


async def unsigned(session: AsyncSession, planned_before: date, at_most: int) -> Sequence[UUID]:
    """Contracts not all have signed that were drawn to be paid before a day, the oldest first."""
    found = await session.scalars(
        select(ContractRow.contract_id)
        .join(DraftRow, DraftRow.contract_id == ContractRow.contract_id)
        .where(ContractRow.status.in_(_UNSIGNED), DraftRow.planned_on < planned_before)
        .order_by(ContractRow.created_at)
        .limit(at_most)
    )
    return found.all()


async def find(session: AsyncSession, contract_id: UUID, caller: Caller) -> ContractRow:
    """The contract; raises `NotFound` for absent and another's alike."""
    statement = select(ContractRow).where(ContractRow.contract_id == contract_id, seen_by(caller))
    row = await session.scalar(statement)
    if row is None:
        raise NotFound
    return row


async def lock(session: AsyncSession, contract_id: UUID, caller: Caller) -> ContractRow:
    """The contract, locked, and with it everything below it; raises `NotFound`."""
    statement = select(ContractRow).where(ContractRow.contract_id == contract_id, seen_by(caller))
    row = await session.scalar(statement.with_for_update())
    if row is None:
        raise NotFound
    return row


async def draft_of(session: AsyncSession, contract_id: UUID) -> DraftRow:
    """What the contract was drawn from; it is always there."""
    return await session.get_one(DraftRow, contract_id)


async def signers_of(session: AsyncSession, contract_id: UUID) -> Sequence[SignerRow]:
    """Who must sign, in the order of the document."""
    found = await session.scalars(
        select(SignerRow).where(SignerRow.contract_id == contract_id).order_by(SignerRow.number)
    )
    return found.all()


async def signatures_of(session: AsyncSession, contract_id: UUID) -> Sequence[SignatureRow]:
    """The signatures there are, in the order they were given."""
    found = await session.scalars(
        select(SignatureRow)
        .where(SignatureRow.contract_id == contract_id)
        .order_by(SignatureRow.signed_at)
    )
    return found.all()


async def hands_of(session: AsyncSession, contract_id: UUID) -> frozenset[str]:
    """The owners of those who sign a contract, and the logins that signed for them."""
    signers = await signers_of(session, contract_id)
    signatures = await signatures_of(session, contract_id)
    return frozenset([each.owner for each in signers] + [each.subject for each in signatures])


async def find_to_read(session: AsyncSession, contract_id: UUID, caller: Caller) -> ContractRow:
    """The contract, for its owner and for whoever signs it; raises `NotFound`."""
    statement = select(ContractRow).where(ContractRow.contract_id == contract_id, read_by(caller))
    row = await session.scalar(statement)
    if row is None:
        raise NotFound
    return row


async def lock_to_sign(session: AsyncSession, contract_id: UUID, caller: Caller) -> ContractRow:
    """The contract, locked, for its owner and for whoever signs it; raises `NotFound`."""
    statement = select(ContractRow).where(ContractRow.contract_id == contract_id, read_by(caller))
    row = await session.scalar(statement.with_for_update())
    if row is None:
        raise NotFound
    return row


async def head_of(session: AsyncSession, contract_id: UUID) -> FileRow | None:
    """The newest file of a contract; None before the first signature."""
    found: FileRow | None = await session.scalar(
        select(FileRow)
        .where(FileRow.contract_id == contract_id)
        .order_by(FileRow.number.desc())
        .limit(1)
    )
    return found


async def any_reading(session: AsyncSession, contract_id: UUID) -> ReadingRow | None:
    """That somebody began to read the disclosure, if anybody did."""
    found: ReadingRow | None = await session.scalar(
        select(ReadingRow).where(ReadingRow.contract_id == contract_id).limit(1)
    )
    return found


async def now_of(session: AsyncSession) -> datetime:
    """The database's time: reading takes as long as it says, whatever a test clock says."""
    now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return now
