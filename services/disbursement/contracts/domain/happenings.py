"""What happens to a contract, as its history says it."""

from dataclasses import dataclass
from enum import StrEnum

from services.disbursement.domain.statuses import ContractStatus


class Happening(StrEnum):
    """The kinds of entry; clients must tolerate new ones."""

    DRAFTED = "drafted"
    READ = "read"
    DISCLOSED = "disclosed"
    SIGNED = "signed"
    COMPLETED = "completed"
    TOOK_EFFECT = "took_effect"
    VOIDED = "voided"
    TERMINATED = "terminated"
    SETTLED = "settled"
    RUNS_AGAIN = "runs_again"
    PAYOUT = "payout"
    REFUND = "refund"


class EndedBy(StrEnum):
    """Whose wish ended a contract; a draft that a newer one replaces has none."""

    BORROWER = "borrower"
    PARTNER = "partner"
    LENDER = "lender"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: what happened, where it leads (None: nowhere else), and why.

    `refers_to` is the identifier of what it is about, such as a payout.
    """

    kind: Happening
    target: ContractStatus | None = None
    reason_code: str | None = None
    refers_to: str | None = None
