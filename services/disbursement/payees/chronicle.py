"""What every change of an account leaves: its row, its audit, an event on the contract's stream.

All of it is written in the transaction that holds the contract's lock and then the account's.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.payees import messages
from services.disbursement.payees.domain.accounts import ACCOUNT_MOVES, AccountStatus, Rejection
from services.disbursement.payees.tables import PayeeAccountRow
from services.kit import audit
from services.kit.audit import Change
from services.kit.caller import Caller


async def begun(session: AsyncSession, row: PayeeAccountRow, caller: Caller) -> None:
    """Write that an account was named; its row is new."""
    action = f"{messages.AGGREGATE_TYPE}.{row.status}"
    await audit.append(session, row, Change(action, caller, after=messages.account_facts(row)))
    await _tell(session, row)


async def moved(
    session: AsyncSession,
    row: PayeeAccountRow,
    target: AccountStatus,
    caller: Caller,
    rejection: Rejection | None = None,
) -> None:
    """Write that a locked account moves on; raises `TransitionNotAllowed` when it may not."""
    before = messages.account_facts(row)
    row.status = ACCOUNT_MOVES.step(AccountStatus(row.status), target).value
    row.rejection = rejection or row.rejection
    row.version += 1
    action = f"{messages.AGGREGATE_TYPE}.{target}"
    change = Change(action, caller, rejection, before, messages.account_facts(row))
    await audit.append(session, row, change)
    await _tell(session, row)


async def _tell(session: AsyncSession, row: PayeeAccountRow) -> None:
    """The journey hears of it: an account that is missing is a step, one that is there is none."""
    await contracts.tell(
        session,
        row.contract_id,
        contracts.CONDITIONS_CHANGED,
        account=messages.wire_id(row),
        account_status=row.status,
    )
