"""Reads for the GETs of accounts."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.disbursement.payees.domain.accounts import AccountStatus, PayeeAccount
from services.disbursement.payees.repository import shared
from services.disbursement.payees.sealed_accounts import account_of
from services.disbursement.payees.tables import PayeeAccountRow
from services.disbursement.payees.visibility import seen_by
from services.disbursement.reader import Reader
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.pagination import PageRequest, paged


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which of the accounts to show."""

    contract_id: UUID | None
    status: AccountStatus | None


async def accounts(
    reader: Reader, wanted: AccountFilter, page: PageRequest, keys: FieldKeys
) -> list[PayeeAccount]:
    """Accounts the caller may see, newest first."""
    row = PayeeAccountRow
    statement = select(row, shared()).where(seen_by(reader.caller))
    if wanted.contract_id is not None:
        statement = statement.where(row.contract_id == wanted.contract_id)
    if wanted.status is not None:
        statement = statement.where(row.status == wanted.status.value)
    statement = paged(statement, page, created_at=row.created_at, identifier=row.account_id)
    async with reader.sessions() as session:
        found = (await session.execute(statement)).all()
    return [account_of(one, keys, is_shared=is_shared) for one, is_shared in found]


async def account_by_id(reader: Reader, account_id: UUID, keys: FieldKeys) -> PayeeAccount:
    """One account; raises `NotFound` for absent and another's alike."""
    statement = select(PayeeAccountRow, shared()).where(
        PayeeAccountRow.account_id == account_id, seen_by(reader.caller)
    )
    async with reader.sessions() as session:
        found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound
    row, is_shared = found
    return account_of(row, keys, is_shared=is_shared)
