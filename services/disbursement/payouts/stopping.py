"""Ending a payout that no provider has: what was never sent, and what provably never left.

An order is written down before it is handed in, under the locks of the contract and the payout. So
whoever holds both sees each order that may be on its way, and none is made until it is over.
"""

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.cash import entry as cash
from services.disbursement.cash.entry import CashEvent, Movement
from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts import chronicle, messages, readiness, repository
from services.disbursement.payouts.applying import amount_of
from services.disbursement.payouts.domain.attempting import never_left
from services.disbursement.payouts.tables import PayoutRow
from services.kit.caller import Caller

# The same whether a list or a condition stopped it: borrowers are told of it, and not of lists.
NEVER_SENT: Final = "never_sent"


async def stop(
    session: AsyncSession, row: PayoutRow, caller: Caller, reason: str, today: date
) -> None:
    """Cancel a locked payout that was not submitted, fail one that was and never left.

    The money that was reserved is free again. Raises `TransitionNotAllowed` when it may have left.
    """
    if not await has_never_left(session, row):
        await readiness.cancel(session, row, caller, reason)
        return
    before = messages.payout_facts(row)
    row.reason_code, row.is_for_a_person, row.claimed_until = reason, False, None
    await chronicle.moved(session, row, PayoutStatus.FAILED, caller, before=before, reason=reason)
    await cash.book(
        session, CashEvent.FAILED, Movement(row.payout_id, amount_of(row), today, today)
    )


async def has_never_left(session: AsyncSession, row: PayoutRow) -> bool:
    """Whether a locked payout is submitted, and no order of it can have reached its provider."""
    if row.status != PayoutStatus.SUBMITTED:
        return False
    attempts = await repository.attempts_of(session, row)
    return never_left([each.outcome for each in attempts], row.provider_reference)
