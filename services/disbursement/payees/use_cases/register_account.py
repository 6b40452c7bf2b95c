"""Name the account a contract's money goes to; a later one takes the place of an earlier one."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.entry import ContractStanding
from services.disbursement.domain.statuses import CONTRACT_MOVES
from services.disbursement.keeping import Keeping
from services.disbursement.name_index import name_index
from services.disbursement.payees import chronicle, repository, sealed_accounts
from services.disbursement.payees.domain.accounts import (
    AccountStatus,
    Destination,
    PayeeAccount,
)
from services.disbursement.payees.domain.cooling import usable_from
from services.disbursement.payees.domain.errors import (
    ContractEnded,
    PayoutUnderWay,
    SameAccount,
    TooManyAccounts,
)
from services.disbursement.payees.domain.numbers import number_fault
from services.disbursement.payees.tables import PayeeAccountRow
from services.disbursement.payouts import entry as payouts
from services.kit.context import Ask
from services.kit.errors import FieldError, Invalid, Title
from services.kit.identifiers import new_id
from services.kit.reply import Reply

ACCOUNTS_MAX: Final = 20
PERSON: Final = "person"
_NOT_THE_BORROWER: Final = FieldError(
    "/holder_name",
    "not_the_borrower",
    Title("must be the borrower's own name", "户名须与借款人一致"),
)


async def register_account(
    contract_id: UUID, destination: Destination, keeping: Keeping, ask: Ask[PayeeAccount]
) -> Reply:
    """The account, to be verified; the one before it is replaced, and takes no money any more.

    Raises `NotFound`, `ContractEnded`, `PayoutUnderWay`, `SameAccount`, `TooManyAccounts`, and
    `Invalid` for a number that cannot be right or a holder who is not the borrower.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        contract = await contracts.lock_of(session, contract_id, ask.caller)
        await _require_fit(session, contract, destination, keeping)
        if await payouts.is_under_way(session, contract_id):
            raise PayoutUnderWay
        replaced = await repository.lock_in_use(session, contract_id)
        row = _row(contract, destination, keeping)
        row.usable_from = ask.clock.today()
        if replaced is not None:
            account = sealed_accounts.account_of(replaced, keeping.keys, is_shared=False)
            _require_another(account, replaced, row)
            row.usable_from = usable_from(account, ask.clock.today(), keeping.cooling_off_days)
            await chronicle.moved(session, replaced, AccountStatus.REPLACED, ask.caller)
            await session.flush()
        session.add(row)
        await session.flush()
        await chronicle.begun(session, row, ask.caller)
        await payouts.conditions_moved(session, contract_id, ask.caller, ask.clock.today())
        await session.flush()
        is_shared = await repository.is_shared(session, row)
        account = sealed_accounts.account_of(row, keeping.keys, is_shared=is_shared)
        return await ask.once.keep(session, account)


async def _require_fit(
    session: AsyncSession,
    contract: ContractStanding,
    destination: Destination,
    keeping: Keeping,
) -> None:
    if CONTRACT_MOVES.is_final(contract.status):
        raise ContractEnded
    kind = await contracts.borrower_kind(session, contract.contract_id)
    faults = [number_fault(destination.number, is_card=kind == PERSON)]
    if name_index(destination.holder_name, keeping.keys) != contract.borrower_name_index:
        faults.append(_NOT_THE_BORROWER)
    if found := [fault for fault in faults if fault is not None]:
        raise Invalid(errors=found)
    if await repository.count_of(session, contract.contract_id) >= ACCOUNTS_MAX:
        raise TooManyAccounts


def _require_another(account: PayeeAccount, old: PayeeAccountRow, new: PayeeAccountRow) -> None:
    """What a bank refused may be named again once it has been put right there."""
    is_same = old.destination_digest == new.destination_digest
    if is_same and account.status is not AccountStatus.REJECTED:
        raise SameAccount


def _row(contract: ContractStanding, destination: Destination, keeping: Keeping) -> PayeeAccountRow:
    account_id = new_id()
    return PayeeAccountRow(
        contract_id=contract.contract_id,
        account_id=account_id,
        status=AccountStatus.REGISTERED.value,
        owner=contract.owner,
        partner_id=contract.partner_id,
        party_id=contract.party_id,
        **sealed_accounts.sealed(destination, account_id, keeping.keys),
    )
