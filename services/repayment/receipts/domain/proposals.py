"""What one person proposes and another approves or refuses: money given back, what is forgiven."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.kit.errors import OwnWork
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.kit.transitions import TransitionTable
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.receipts.domain.errors import MoreThanDue, NotTheProposer


class ProposalKind(StrEnum):
    """What is proposed."""

    REFUND = "refund"
    WAIVER = "waiver"


class ProposalStatus(StrEnum):
    """Where a proposal stands; clients must tolerate new ones."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PAYING = "paying"
    PAID = "paid"
    RETURNED = "returned"


class WaiverReason(StrEnum):
    """Why something is forgiven; clients must tolerate new ones."""

    HARDSHIP = "hardship"
    DISASTER = "disaster"
    OUR_MISTAKE = "our_mistake"
    DISPUTE_SETTLED = "dispute_settled"


class RefusalReason(StrEnum):
    """Why somebody else says no; clients must tolerate new ones."""

    NOT_JUSTIFIED = "not_justified"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_ACCOUNT = "wrong_account"
    PROPOSED_TWICE = "proposed_twice"


_S: Final = ProposalStatus

PROPOSAL_MOVES: Final = TransitionTable[ProposalStatus](
    "proposal",
    {
        # It waits for a second person, and does not lapse: who proposed it may withdraw it.
        _S.PROPOSED: frozenset({_S.BOOKED, _S.PAYING, _S.REFUSED, _S.WITHDRAWN}),
        # Out of suspense, and on its way to another account; what does not arrive waits again.
        _S.PAYING: frozenset({_S.PAID, _S.RETURNED}),
        _S.PAID: frozenset({_S.RETURNED}),
        _S.RETURNED: frozenset(),
        _S.BOOKED: frozenset(),
        _S.REFUSED: frozenset(),
        _S.WITHDRAWN: frozenset(),
    },
)
# What of a receipt is out of suspense for it.
GIVEN_BACK: Final = frozenset({_S.BOOKED, _S.PAYING, _S.PAID})
_HAPPENS: Final[Mapping[ProposalKind, Kind]] = MappingProxyType(
    {ProposalKind.REFUND: Kind.REFUNDED, ProposalKind.WAIVER: Kind.WAIVED}
)


@dataclass(frozen=True, slots=True)
class Named:
    """Which proposal of which loan is meant."""

    loan_id: UUID
    proposal_id: UUID
    kind: ProposalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A refund of what waits of a receipt, or a waiver of what is due of a component.

    `payee_account_id` is where a refund goes when not to where the money came from.
    """

    loan_id: UUID
    kind: ProposalKind
    amount: Money
    repayment_id: UUID | None = None
    payee_account_id: UUID | None = None
    component: Component | None = None
    reason: WaiverReason | None = None

    @property
    def takes_two(self) -> bool:
        """Whether somebody else has to approve it: all but giving back to the source does."""
        return self.kind is ProposalKind.WAIVER or self.payee_account_id is not None

    @property
    def booked_as(self) -> ProposalStatus:
        """Where it stands once it happened: money for another account is still to be paid."""
        is_paid_out = self.payee_account_id is not None
        return ProposalStatus.PAYING if is_paid_out else ProposalStatus.BOOKED

    def happens(self, proposal_id: UUID, on: date) -> Transaction:
        """It as it happens to its loan."""
        return Transaction(
            kind=_HAPPENS[self.kind],
            value_date=on,
            reference=typeid_of(self.kind.value, proposal_id),
            amount_minor=self.amount.amount_minor,
            component=self.component or Component.PENALTY,
        )

    def undone(self, proposal_id: UUID, on: date) -> Transaction:
        """That it did not happen after all, as that happens to its loan."""
        reference = typeid_of(self.kind.value, proposal_id)
        return Transaction(
            kind=Kind.REVERSED,
            value_date=on,
            reference=f"reversed:{reference}",
            amount_minor=self.amount.amount_minor,
            reverses=reference,
        )

    def require_due(self, loan: Folded, opening: date) -> None:
        """Raise `MoreThanDue` for a waiver of more than there is: all of it has its effect.

        A waiver comes before the money of its day, yet forgives nothing that money has paid.
        """
        assert self.component is not None  # a waiver names what it forgives
        if self.amount.amount_minor > _due(loan, self.component, opening):
            raise MoreThanDue


def require_another(subject: str, proposed_by: str) -> None:
    """Raise `OwnWork`: nobody approves or refuses what they proposed."""
    if subject == proposed_by:
        raise OwnWork


def require_proposer(subject: str, proposed_by: str) -> None:
    """Raise `NotTheProposer`: others say no by refusing, with a reason."""
    if subject != proposed_by:
        raise NotTheProposer


def _due(loan: Folded, component: Component, opening: date) -> int:
    """What is due of `component` and not paid; what lateness adds is due as soon as it is borne."""
    if component in {Component.PENALTY, Component.COMPOUND}:
        line = loan.line_on(opening)
        assert line is not None  # a loan that owes something has begun
        return line.owed(component, opening)
    return sum(each.left(component) for each in loan.instalments if each.due_on <= opening)
