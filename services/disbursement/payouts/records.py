"""A payout with what stands below it, as readers are shown it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.payouts import repository
from services.disbursement.payouts.tables import (
    PayoutApprovalRow,
    PayoutResolutionRow,
    PayoutRow,
)


@dataclass(frozen=True, slots=True)
class PayoutRecord:
    """A payout, the hands that count, and what persons resolved."""

    row: PayoutRow
    approvals: Sequence[PayoutApprovalRow]
    resolutions: Sequence[PayoutResolutionRow]


async def record_of(session: AsyncSession, row: PayoutRow) -> PayoutRecord:
    """The payout as it stands in this transaction."""
    return PayoutRecord(
        row,
        await repository.approvals_of(session, row),
        await repository.resolutions_of(session, row),
    )
