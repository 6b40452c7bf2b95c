"""What use cases are handed: money that arrived for a contract, or went back."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.kit.money import Money
from services.repayment.loans.domain.reproduction import ToldFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message stands in the story of its contract."""

    contract_id: UUID
    sequence: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Money that arrived: whose loan it opens, on which terms, by which payout.

    `facts` are the columns that name the loan, and never differ between two fundings. `signers` are
    the logins that answer for it; none when the message was written by an earlier release.
    """

    place: Place
    facts: dict[str, Any]
    signers: tuple[str, ...]
    payout_id: UUID
    figures: ToldFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingReversal:
    """Money that went back to us after it had arrived."""

    place: Place
    payout_id: UUID
    amount: Money
    returned_on: date
    reason_code: str
