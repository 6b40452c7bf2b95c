"""Whose hands a payout takes, and whose it may not."""

from collections.abc import Sequence
from enum import StrEnum

from services.disbursement.payouts.domain.errors import ApprovalNotNeeded, MakerFirst
from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.money import Money
from services.kit.roles import Role


class Hand(StrEnum):
    """In which capacity somebody approves."""

    SYSTEM = "system"
    MAKER = "maker"
    CHECKER = "checker"


ROLE_OF = {Hand.MAKER: Role.FINANCE_MAKER, Hand.CHECKER: Role.FINANCE_CHECKER}


def takes_people(amount: Money, above_minor: int) -> bool:
    """Whether a payout of this amount is approved by people; others are when they are ready."""
    return amount.amount_minor > above_minor


def next_hand(amount: Money, above_minor: int, given: Sequence[Hand]) -> Hand:
    """In which capacity the next person approves. Raises ApprovalNotNeeded."""
    if not takes_people(amount, above_minor):
        raise ApprovalNotNeeded
    return Hand.CHECKER if Hand.MAKER in given else Hand.MAKER


def require_may_approve(
    caller: Caller, hand: Hand, *, owner: str, decided_by: Sequence[str], signed: Sequence[str]
) -> None:
    """Raise OwnWork for who decided on the loan, borrows it or approved before; MakerFirst for
    the other role.
    """
    if caller.is_among({owner, *decided_by, *signed}):
        raise OwnWork
    if ROLE_OF[hand] not in caller.roles:
        raise MakerFirst
