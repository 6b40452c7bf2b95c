"""Look back at a payout that settled: its money may have come back, and the call of it been lost.

Nobody but the rail knows of a return. It calls once and for all, and our door may be shut then; so
it is asked as well, once a business day.
"""

import logging
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.domain.transfers import Transfer, TransferStatus
from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import messages, repository
from services.disbursement.payouts.alerts import raise_alert
from services.disbursement.payouts.applying import Hearing, apply
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.hearing import Judgement
from services.disbursement.payouts.paying import Paying
from services.disbursement.payouts.tables import PayoutRow
from services.disbursement.rails.protocol import NotFound, NotSubmitted
from services.kit.failpoints import reached

NOT_FOUND: Final = "not_found"

_log = logging.getLogger("xiaowei.payouts")


async def look_back(payout_id: UUID, today: date, paying: Paying) -> bool:
    """Whether the rail was there to be asked; what it says is done, and is the day's look.

    Silence and noise are no look. Raises `NotFound`.
    """
    key = await _key_to_ask(payout_id, today, paying)
    if key is None:
        return True  # another worker was faster
    found = await paying.rail.look_up(key)
    await reached(DisbursementPoint.LOOK_BACK_ANSWERED)
    if isinstance(found, Transfer | NotFound):
        hearing = Hearing(own_machinery(), today, paying.keys)
        await _note(payout_id, found, hearing, paying)
    return not isinstance(found, NotSubmitted)


async def _key_to_ask(payout_id: UUID, today: date, paying: Paying) -> str | None:
    """The key to look up; None when its look of the day was made."""
    async with paying.sessions() as session:
        row = await repository.get_any(session, payout_id)
        was_made = await repository.was_looked_back(session, row, today)
        return None if was_made else row.provider_key


async def _note(
    payout_id: UUID, found: Transfer | NotFound, hearing: Hearing, paying: Paying
) -> None:
    """Write the look down, and do what was heard: nothing where it is as we have it.

    A rail that has forgotten the order takes nothing back: the money arrived.
    """
    async with paying.sessions.begin() as session:
        _, row = await repository.lock_any(session, payout_id)
        word = found.status.value if isinstance(found, Transfer) else NOT_FOUND
        await repository.keep_look_back(session, row, hearing.today, word)
        if isinstance(found, Transfer):
            await _hear(session, row, found, hearing)
        else:
            named = {"payout_id": messages.wire_id(row)}
            _log.warning("the rail does not know a payout that settled", extra=named)


async def _hear(session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing) -> None:
    """Do what was heard; what a person was told already is not told again each day."""
    is_conflict = heard.status is TransferStatus.FAILED
    if is_conflict and await repository.was_alerted(session, row, AlertKind.CONFLICTING_ANSWER):
        return
    judgement = await apply(session, row, heard, hearing)
    mismatch = AlertKind.LOOK_UP_MISMATCH
    if judgement is Judgement.QUARANTINE and not await repository.was_alerted(
        session, row, mismatch
    ):
        await raise_alert(session, mismatch, row, {"payout_id": messages.wire_id(row)})
