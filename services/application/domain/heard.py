"""What was heard of contract, payouts and loan of one application, the latest of each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from services.application.domain.lives import (
    CONTRACT_LIFE,
    LOAN_LIFE,
    PAYOUT_LIFE,
    ContractStatus,
    LoanStatus,
    PayoutStatus,
    is_stale,
)
from services.kit.money import Money

# In which capacity somebody signs for another's debt.
GUARANTOR: Final = "guarantor"


class EndedBy(StrEnum):
    """Who gave a contract up."""

    BORROWER = "borrower"
    PARTNER = "partner"
    LENDER = "lender"


@dataclass(frozen=True, slots=True)
class Signer:
    """One who has to sign, and whether they have."""

    party_id: UUID
    role: str
    has_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract; `missing` are codes of what keeps the money back, such as "signature".

    One that was voided by nobody was drawn anew on other terms: another one takes its place.
    """

    contract_id: UUID
    number: str
    status: ContractStatus
    signers: tuple[Signer, ...]
    missing: tuple[str, ...]
    ended_by: EndedBy | None
    reason_code: str | None

    @property
    def is_replaced(self) -> bool:
        """Whether another contract takes its place."""
        return self.status is ContractStatus.VOIDED and self.ended_by is None

    @property
    def awaits_guarantors(self) -> bool:
        """Whether only others are still to sign, who answer for the borrower."""
        unsigned = [signer.role for signer in self.signers if not signer.has_signed]
        return bool(unsigned) and set(unsigned) == {GUARANTOR}

    @property
    def signatures(self) -> int:
        """How many have signed."""
        return sum(signer.has_signed for signer in self.signers)

    def is_overtaken_by(self, known: Self | None) -> bool:
        """Whether something later was heard already."""
        return known is not None and is_stale(CONTRACT_LIFE, known.status, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """One attempt to pay out; a failed or returned one is followed by another."""

    payout_id: UUID
    contract_id: UUID
    tranche: int
    status: PayoutStatus
    amount: Money
    value_on: date | None
    reason_code: str | None

    def is_overtaken_by(self, known: Self | None) -> bool:
        """Whether something later was heard of it already."""
        return known is not None and is_stale(PAYOUT_LIFE, known.status, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A loan, opened by the payout `payout_id`; the next instalment is there while one is due."""

    loan_id: UUID
    contract_id: UUID
    payout_id: UUID
    status: LoanStatus
    opened_on: date | None
    next_due_on: date | None
    next_due: Money | None

    def is_overtaken_by(self, known: Self | None) -> bool:
        """Whether something later was heard already."""
        return known is not None and is_stale(LOAN_LIFE, known.status, self.status)


@dataclass(frozen=True, slots=True)
class Heard:
    """All of it; contracts and payouts in the order they were first heard of, the last current."""

    contracts: tuple[Contract, ...] = ()
    payouts: tuple[Payout, ...] = ()
    loan: Loan | None = None

    @property
    def contract(self) -> Contract | None:
        """The current contract."""
        return self.contracts[-1] if self.contracts else None

    @property
    def payout(self) -> Payout | None:
        """The current payout."""
        return self.payouts[-1] if self.payouts else None


NOTHING_HEARD: Final = Heard()
