"""Why a contract is left, and on whose wish."""

from enum import StrEnum

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
