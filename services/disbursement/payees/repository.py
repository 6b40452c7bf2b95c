"""Rows of payee accounts: loads and locks, the contract's row first; decides nothing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.entry import ContractStanding
from services.disbursement.payees.domain.accounts import AccountStatus
from services.disbursement.payees.tables import PayeeAccountRow, VerificationAttemptRow
from services.disbursement.payees.visibility import seen_by
from services.disbursement.payees.waking import VERIFY
from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.wakes import has_job

FORGOTTEN_MAX: Final = 100
_REPLACED: Final = AccountStatus.REPLACED.value


async def in_use(session: AsyncSession, contract_id: UUID) -> PayeeAccountRow | None:
    """The account of a contract that none has replaced, if there is one."""
    found: PayeeAccountRow | None = await session.scalar(
        select(PayeeAccountRow).where(
            PayeeAccountRow.contract_id == contract_id, PayeeAccountRow.status != _REPLACED
        )
    )
    return found


async def lock_in_use(session: AsyncSession, contract_id: UUID) -> PayeeAccountRow | None:
    """The same, locked; the contract's row is locked before."""
    found: PayeeAccountRow | None = await session.scalar(
        select(PayeeAccountRow)
        .where(PayeeAccountRow.contract_id == contract_id, PayeeAccountRow.status != _REPLACED)
        .with_for_update()
    )
    return found


async def find(session: AsyncSession, account_id: UUID) -> PayeeAccountRow | None:
    """The account, for our own machinery, if there is one."""
    found: PayeeAccountRow | None = await session.scalar(
        select(PayeeAccountRow).where(PayeeAccountRow.account_id == account_id)
    )
    return found


async def by_id(session: AsyncSession, account_id: UUID) -> PayeeAccountRow:
    """The account, for our own machinery; raises `NotFound`."""
    row = await find(session, account_id)
    if row is None:
        raise NotFound
    return row


async def lock(
    session: AsyncSession, account_id: UUID, caller: Caller
) -> tuple[ContractStanding, PayeeAccountRow]:
    """The account and its contract, both locked, if the caller may see it; raises `NotFound`."""
    return await _locked(session, PayeeAccountRow.account_id == account_id, seen_by(caller))


async def lock_any(
    session: AsyncSession, account_id: UUID
) -> tuple[ContractStanding, PayeeAccountRow]:
    """The account and its contract, both locked, for our own machinery; raises `NotFound`."""
    return await _locked(session, PayeeAccountRow.account_id == account_id)


async def count_of(session: AsyncSession, contract_id: UUID) -> int:
    """How many accounts were ever named for a contract."""
    counted = await session.scalar(
        select(func.count()).where(PayeeAccountRow.contract_id == contract_id)
    )
    return int(counted or 0)


def shared() -> ColumnElement[bool]:
    """Whether a borrower of another party named the same number."""
    other = aliased(PayeeAccountRow)
    return exists().where(
        other.number_index == PayeeAccountRow.number_index,
        other.party_id != PayeeAccountRow.party_id,
    )


async def is_shared(session: AsyncSession, row: PayeeAccountRow) -> bool:
    """Whether a borrower of another party named the same number."""
    others = select(PayeeAccountRow.account_id).where(
        PayeeAccountRow.number_index == row.number_index,
        PayeeAccountRow.party_id != row.party_id,
    )
    return await session.scalar(others.limit(1)) is not None


async def attempts_in(session: AsyncSession, row: PayeeAccountRow) -> tuple[int, int]:
    """How often the bank was asked about an account: ever, and in its present round."""
    attempts = (
        await session.scalars(
            select(VerificationAttemptRow.round).where(
                VerificationAttemptRow.contract_id == row.contract_id,
                VerificationAttemptRow.account_id == row.account_id,
            )
        )
    ).all()
    return len(attempts), sum(each == row.rounds for each in attempts)


async def forgotten(session: AsyncSession, since: timedelta) -> Sequence[UUID]:
    """Accounts whose bank is still to be asked, and of which no job is left.

    A job that waits as long as the bank asked for is one.
    """
    found = await session.scalars(
        select(PayeeAccountRow.account_id)
        .where(
            PayeeAccountRow.status == AccountStatus.VERIFYING.value,
            PayeeAccountRow.updated_at < func.now() - since,
            ~has_job(VERIFY, func.uuid_send(PayeeAccountRow.account_id)),
        )
        .order_by(PayeeAccountRow.updated_at)
        .limit(FORGOTTEN_MAX)
    )
    return found.all()


async def _locked(
    session: AsyncSession, *conditions: ColumnElement[bool]
) -> tuple[ContractStanding, PayeeAccountRow]:
    seen = await session.scalar(select(PayeeAccountRow.contract_id).where(*conditions))
    if seen is None:
        raise NotFound
    contract = await contracts.lock(session, seen)
    statement = select(PayeeAccountRow).where(*conditions).with_for_update()
    row = (
        await session.scalars(statement.execution_options(populate_existing=True))
    ).one()  # accounts are never removed
    return contract, row
