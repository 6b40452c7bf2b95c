"""A payout with what stands below it, as readers are shown it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.payouts import repository
from services.disbursement.payouts.tables import (
    PayoutApprovalRow,
    PayoutResolutionRow,
    PayoutRow,
    PayoutScreeningRow,
)


@dataclass(frozen=True, slots=True)
class PayoutRecord:
    """A payout, the hands that count, what persons resolved, and what the lists said."""

    row: PayoutRow
    approvals: Sequence[PayoutApprovalRow]
    resolutions: Sequence[PayoutResolutionRow]
    screenings: Sequence[PayoutScreeningRow]


async def record_of(session: AsyncSession, row: PayoutRow) -> PayoutRecord:
    """The payout as it stands in this transaction."""
    return PayoutRecord(
        row,
        await repository.approvals_of(session, row),
        await repository.resolutions_of(session, row),
        await repository.screenings_of(session, row),
    )
