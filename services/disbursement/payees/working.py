"""The worker's part: asking banks, when a job says so, and a job anew where none does any more."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from services.disbursement.payees.asking import Asking, BankBusy
from services.disbursement.payees.use_cases.announce_forgotten import announce_forgotten
from services.disbursement.payees.use_cases.verify_account import verify_account
from services.kit.database import Sessions
from services.kit.jobs import Again

SWEEP_EVERY_S: Final = 15.0


def verifying(asking: Asking) -> Callable[[bytes], Awaitable[None]]:
    """The job that asks about one account; a silent bank only puts it off."""

    async def work(account_id: bytes) -> None:
        try:
            await verify_account(UUID(bytes=account_id), asking)
        except BankBusy as busy:
            raise Again(busy.wait_s) from busy

    return work


def sweeping(sessions: Sessions) -> Callable[[], Awaitable[None]]:
    """The round that finds accounts no job announces any more."""

    async def sweep() -> None:
        await announce_forgotten(sessions)

    return sweep
