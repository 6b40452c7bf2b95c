"""What other areas may ask of payee accounts, inside their own transaction.

The contract's row is locked before; whoever pays asks again right before it pays.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.payees import chronicle, repository, sealed_accounts
from services.disbursement.payees.domain.accounts import AccountStatus, Rejection
from services.disbursement.payees.domain.errors import AccountChanged
from services.disbursement.payees.tables import PayeeAccountRow
from services.disbursement.rails.protocol import Account
from services.kit.caller import Caller
from services.kit.field_keys import FieldKeys

__all__ = [
    "FrozenDestination",
    "PayeeAccount",
    "Rejection",
    "freeze",
    "is_named",
    "is_of_party",
    "is_verified",
    "open_account",
    "open_approved",
    "refuse",
    "usable",
    "usable_by_id",
]


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """An account as others see it; its number is opened by the worker alone."""

    contract_id: UUID
    account_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class FrozenDestination:
    """What an approval is given for; `account_hash` is keyed, over bank, number and holder."""

    account_id: UUID
    version: int
    account_hash: bytes


async def is_named(session: AsyncSession, contract_id: UUID) -> bool:
    """Whether the contract has an account that its bank has not refused."""
    row = await repository.in_use(session, contract_id)
    return row is not None and row.status != AccountStatus.REJECTED


async def is_verified(session: AsyncSession, contract_id: UUID) -> bool:
    """Whether the contract's account in use is the borrower's own, by its bank's word."""
    row = await repository.in_use(session, contract_id)
    return row is not None and row.status == AccountStatus.VERIFIED


async def usable(session: AsyncSession, contract_id: UUID, today: date) -> PayeeAccount | None:
    """The account money may go to today: verified, and no longer cooling off; None without one."""
    row = await repository.in_use(session, contract_id)
    if row is None or row.status != AccountStatus.VERIFIED or row.usable_from > today:
        return None
    return PayeeAccount(contract_id, row.account_id, row.version)


async def usable_by_id(session: AsyncSession, account_id: UUID, today: date) -> PayeeAccount | None:
    """An account money may go to today, whichever contract it was named for; None otherwise."""
    row = await repository.find(session, account_id)
    if row is None or row.status != AccountStatus.VERIFIED or row.usable_from > today:
        return None
    return PayeeAccount(row.contract_id, row.account_id, row.version)


async def is_of_party(session: AsyncSession, account_id: UUID, party_id: UUID) -> bool:
    """Whether there is such an account, in the name of that party."""
    row = await repository.find(session, account_id)
    return row is not None and row.party_id == party_id


async def freeze(session: AsyncSession, account_id: UUID, version: int) -> FrozenDestination:
    """What is approved: this account at this version; raises `AccountChanged` when it is not so."""
    row = await _standing(session, account_id, version)
    return FrozenDestination(account_id, version, row.destination_digest)


async def open_account(
    session: AsyncSession, account_id: UUID, version: int, keys: FieldKeys
) -> Account:
    """Where to pay, as the rail is told; for the worker alone.

    Raises `AccountChanged` when the account is not as it was approved any more.
    """
    return _opened(await _standing(session, account_id, version), keys)


async def open_approved(
    session: AsyncSession, account_id: UUID, account_hash: bytes, keys: FieldKeys
) -> Account:
    """Where a payout that is under way goes, whatever became of the account; for the worker alone.

    The order was sent there: sent again under the same key, it must be the same order. Raises
    `AccountChanged` when the account is not the one that was approved.
    """
    row = await repository.by_id(session, account_id)
    if row.destination_digest != account_hash:
        raise AccountChanged
    return _opened(row, keys)


async def refuse(
    session: AsyncSession, account_id: UUID, rejection: Rejection, caller: Caller
) -> None:
    """A payout's bank refused the account: it takes no money until another takes its place.

    Nothing happens to an account that was replaced or refused before.
    """
    row = await repository.by_id(session, account_id)
    if row.status == AccountStatus.VERIFIED:
        await chronicle.moved(session, row, AccountStatus.REJECTED, caller, rejection)


async def _standing(session: AsyncSession, account_id: UUID, version: int) -> PayeeAccountRow:
    row = await repository.by_id(session, account_id)
    if row.version != version or row.status != AccountStatus.VERIFIED:
        raise AccountChanged
    return row


def _opened(row: PayeeAccountRow, keys: FieldKeys) -> Account:
    where = sealed_accounts.destination_of(row, keys)
    return Account(where.bank_code, where.number, where.holder_name)
