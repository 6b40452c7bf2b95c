"""Have the bank asked whether an account is open and kept under the borrower's name."""

from uuid import UUID

from services.disbursement.payees import chronicle, repository, sealed_accounts
from services.disbursement.payees.domain.accounts import AccountStatus, PayeeAccount
from services.disbursement.payees.waking import VERIFY
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply
from services.kit.wakes import wake


async def start_verification(account_id: UUID, keys: FieldKeys, ask: Ask[PayeeAccount]) -> Reply:
    """The account, being verified; the worker asks, and asks again while nobody answers.

    Raises `NotFound`, `PreconditionFailed`, and `TransitionNotAllowed` for an account that was
    verified, refused or replaced, or is being asked about.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        _, row = await repository.lock(session, account_id, ask.caller)
        require_version(row.version, ask.if_match)
        await chronicle.moved(session, row, AccountStatus.VERIFYING, ask.caller)
        row.rounds += 1
        await wake(session, VERIFY, account_id.bytes)
        await session.flush()
        await session.refresh(row)
        is_shared = await repository.is_shared(session, row)
        account = sealed_accounts.account_of(row, keys, is_shared=is_shared)
        return await ask.once.keep(session, account)
