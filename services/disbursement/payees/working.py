"""The worker's part: asking banks, when a job says so and when none does any more."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from services.disbursement.payees import repository
from services.disbursement.payees.asking import Asking, BankBusy
from services.disbursement.payees.use_cases.verify_account import verify_account
from services.kit.jobs import Again

SWEEP_EVERY_S: Final = 15.0
# An account older than this was announced by a job that is gone.
FORGOTTEN_AFTER: Final = timedelta(seconds=60)


def verifying(asking: Asking) -> Callable[[bytes], Awaitable[None]]:
    """The job that asks about one account; a silent bank only puts it off."""

    async def work(account_id: bytes) -> None:
        try:
            await verify_account(UUID(bytes=account_id), asking)
        except BankBusy as busy:
            raise Again(busy.wait_s) from busy

    return work


def sweeping(asking: Asking) -> Callable[[], Awaitable[None]]:
    """The round that finds accounts no job announces any more."""

    async def sweep() -> None:
        async with asking.sessions() as session:
            left = await repository.forgotten(session, FORGOTTEN_AFTER)
        for account_id in left:
            try:
                await verify_account(account_id, asking)
            except BankBusy:
                continue

    return sweep
