"""Why a contract is left, on whose wish, and when it is left because nobody signs it."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.disbursement.contracts.domain.happenings import EndedBy
from services.disbursement.domain.statuses import ContractStatus
from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.roles import Role


class VoidReason(StrEnum):
    """Why a contract is left; clients must tolerate new ones."""

    CHANGED_MIND = "changed_mind"
    BETTER_TERMS_ELSEWHERE = "better_terms_elsewhere"
    TERMS_UNCLEAR = "terms_unclear"
    CONDITION_NOT_MET = "condition_not_met"
    INFORMATION_FALSE = "information_false"
    FRAUD_SUSPECTED = "fraud_suspected"
    PAYOUT_RETURNED = "payout_returned"
    OTHER = "other"


# No person gives this reason: the last day to sign is over.
NOT_SIGNED_IN_TIME: Final = "not_signed_in_time"
UNSIGNED: Final = frozenset(
    {ContractStatus.DRAFT, ContractStatus.DISCLOSED, ContractStatus.SIGNING}
)


def leaves_as(caller: Caller, owner: str) -> EndedBy:
    """On whose wish the contract ends; raises `OwnWork` for staff who are the borrower."""
    if caller.partner_id is not None:
        return EndedBy.PARTNER
    if Role.BORROWER in caller.roles:
        return EndedBy.BORROWER
    if caller.subject == owner:
        raise OwnWork
    return EndedBy.LENDER


def left_status(status: ContractStatus) -> ContractStatus:
    """Where leaving leads: a contract whose money was out and came back is terminated."""
    is_effective = status is ContractStatus.EFFECTIVE
    return ContractStatus.TERMINATED if is_effective else ContractStatus.VOIDED


def planned_before(today: date, signing_days: int) -> date:
    """A contract drawn to be paid before this day is signed no more; the lender's own rule.

    It may be signed on the day it was drawn for and on `signing_days` days after that.
    """
    return today - timedelta(days=signing_days)
