"""What comes next for a refund or a waiver: whose turn it is, and which calls take the step."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.repayment.receipts.domain.proposals import ProposalKind, ProposalStatus


class ProposalActor(StrEnum):
    """Whose turn it is; clients must tolerate new ones."""

    FINANCE_CHECKER = "finance_checker"
    APPROVER = "approver"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ProposalStep:
    """The next step; `calls` name operations of the API."""

    actor: ProposalActor
    calls: tuple[str, ...] = ()


# Who decides is a second person; who proposed it may withdraw it meanwhile.
DECISIONS: Final[Mapping[ProposalKind, ProposalStep]] = MappingProxyType(
    {
        ProposalKind.REFUND: ProposalStep(
            ProposalActor.FINANCE_CHECKER,
            ("post_refund_approval", "post_refund_refusal", "post_refund_withdrawal"),
        ),
        ProposalKind.WAIVER: ProposalStep(
            ProposalActor.APPROVER,
            ("post_waiver_approval", "post_waiver_refusal", "post_waiver_withdrawal"),
        ),
    }
)


def proposal_step(kind: ProposalKind, status: ProposalStatus) -> ProposalStep:
    """The next step of a refund or waiver; nobody's when it has come to its end.

    A refund that is being paid is the machine's: disbursement tells how it ends.
    """
    if status is ProposalStatus.PROPOSED:
        return DECISIONS[kind]
    if status is ProposalStatus.PAYING:
        return ProposalStep(ProposalActor.SYSTEM)
    return ProposalStep(ProposalActor.NOBODY)
