"""Announce anew the accounts whose bank is to be asked and no job says so: a round of the worker.

It asks no bank itself: a job waits as long as the bank asked for.
"""

from datetime import timedelta
from typing import Final

from services.disbursement.payees import repository
from services.disbursement.payees.waking import VERIFY
from services.kit.database import Sessions
from services.kit.wakes import wake

# An account older than this and without a job was announced by one that is gone.
FORGOTTEN_AFTER: Final = timedelta(seconds=60)


async def announce_forgotten(sessions: Sessions) -> None:
    """Put a job into the queue for each of them."""
    async with sessions.begin() as session:
        for account_id in await repository.forgotten(session, FORGOTTEN_AFTER):
            await wake(session, VERIFY, account_id.bytes)
