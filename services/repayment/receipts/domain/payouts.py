"""How the payout of a refund ended, and what that makes of the refund."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.kit.money import Money
from services.repayment.receipts.domain.proposals import ProposalStatus


class PayoutEnd(StrEnum):
    """The ends of a payout."""

    SETTLED = "settled"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


# Money that did not leave, and money that came back, are the same to whose it is.
_TARGETS: Final[Mapping[PayoutEnd, ProposalStatus]] = MappingProxyType(
    {
        PayoutEnd.SETTLED: ProposalStatus.PAID,
        PayoutEnd.FAILED: ProposalStatus.RETURNED,
        PayoutEnd.RETURNED: ProposalStatus.RETURNED,
        PayoutEnd.CANCELLED: ProposalStatus.RETURNED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPayout:
    """A refund's payout, as disbursement tells of its end on the contract's story.

    `settled_on` is the day the money moved, where it did; `reason_code` why it did not stay.
    """

    refund_id: UUID
    contract_id: UUID
    payout_id: UUID
    sequence: int
    after: int
    end: PayoutEnd
    amount: Money
    settled_on: date | None
    reason_code: str | None

    @property
    def target(self) -> ProposalStatus:
        """Where the refund goes by it."""
        return _TARGETS[self.end]
