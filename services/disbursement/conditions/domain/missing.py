"""What is not met yet, in the codes the borrower's journey and payouts are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.disbursement.conditions.domain.conditions import ConditionStatus, Derived

PREFIX: Final = "condition:"
PAPERS: Final = f"{PREFIX}{Derived.IDENTITY_PAPERS_VALID}"
_CONFIRMATION: Final = frozenset({"disclosure_reading", "disclosure_confirmation"})
_SIGNATURE: Final = "signature"


class PayeeStanding(StrEnum):
    """How far a contract is with the account its money goes to."""

    NONE = "none"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"


# What the journey is told of it; a verified account is no step any more.
_PAYEE_CODES: Final[Mapping[PayeeStanding, tuple[str, ...]]] = {
    PayeeStanding.NONE: ("payee_account",),
    PayeeStanding.UNVERIFIED: ("payee_verification",),
    PayeeStanding.VERIFIED: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the system sees for itself: steps the contract misses, its account, its papers.

    `papers_valid_to` is the first day a signer's papers end after, None when none of them end.
    """

    contract_misses: tuple[str, ...]
    payee: PayeeStanding
    papers_valid_to: date | None

    def derived(self, today: date) -> dict[Derived, bool]:
        """Whether each derived condition is met today."""
        return {
            Derived.DISCLOSURE_CONFIRMED: _CONFIRMATION.isdisjoint(self.contract_misses),
            Derived.SIGNATURES_COMPLETE: _SIGNATURE not in self.contract_misses,
            Derived.PAYEE_ACCOUNT_VERIFIED: self.payee is PayeeStanding.VERIFIED,
            Derived.IDENTITY_PAPERS_VALID: (
                self.papers_valid_to is None or self.papers_valid_to >= today
            ),
        }


def missing_codes(
    seen: Seen, shown: Iterable[tuple[str, ConditionStatus]], today: date
) -> tuple[str, ...]:
    """What is not met today: the contract's own steps first, then the account, then conditions."""
    are_papers_valid = seen.derived(today)[Derived.IDENTITY_PAPERS_VALID]
    return (
        *seen.contract_misses,
        *_PAYEE_CODES[seen.payee],
        *(() if are_papers_valid else (PAPERS,)),
        *(f"{PREFIX}{code}" for code, status in shown if status is not ConditionStatus.MET),
    )
