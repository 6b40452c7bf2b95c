"""Where an application stands by what was heard, and the steps that lead there.

The place follows from what is known, never from which message came last: however the stories of
contract and loan are interleaved, the same end is reached.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.application.domain.heard import Contract, EndedBy, Heard, Loan
from services.application.domain.lives import (
    PREPARING,
    ContractStatus,
    LoanStatus,
    PayoutStatus,
)
from services.application.domain.statuses import APPLICATION_MOVES, ApplicationStatus
from services.kit.errors import TransitionNotAllowed

_S = ApplicationStatus
# From the accepted offer to the running loan, one step after the other.
LADDER: Final = (
    _S.OFFER_ACCEPTED,
    _S.CONTRACTING,
    _S.CONTRACTED,
    _S.DISBURSING,
    _S.DISBURSED,
    _S.ACTIVE,
)
# Whoever has ended hears no more, but that a settled loan runs again.
ENDED: Final = frozenset({_S.WITHDRAWN, _S.CANCELLED, _S.SETTLED, _S.WRITTEN_OFF})
_EXITS: Final = frozenset({_S.WITHDRAWN, _S.CANCELLED})
_LOANS: Final[Mapping[LoanStatus, ApplicationStatus]] = MappingProxyType(
    {
        # Its funding was taken back: the money is to be sent again.
        LoanStatus.PENDING: _S.DISBURSING,
        LoanStatus.ACTIVE: _S.ACTIVE,
        LoanStatus.SETTLED: _S.SETTLED,
        LoanStatus.WRITTEN_OFF: _S.WRITTEN_OFF,
    }
)
_SIGNED: Final = frozenset(
    {ContractStatus.SIGNED, ContractStatus.EFFECTIVE, ContractStatus.SETTLED}
)
_NEVER_SENT: Final = PREPARING | {PayoutStatus.CANCELLED}
_UNPAID: Final = frozenset({PayoutStatus.FAILED, PayoutStatus.RETURNED, PayoutStatus.CANCELLED})


def place_of(heard: Heard) -> ApplicationStatus | None:
    """Where the application belongs; None while it has no contract, or waits for the next one."""
    if heard.contract is None or heard.contract.is_replaced:
        return None
    if (exit_ := _exit_of(heard.contract)) is not None:
        return exit_
    if (loan := _loan_that_counts(heard)) is not None:
        return _LOANS[loan.status]
    if heard.payout is not None and heard.payout.status is PayoutStatus.SETTLED:
        return _S.DISBURSED
    if any(each.status not in _NEVER_SENT for each in heard.payouts):
        return _S.DISBURSING
    return _S.CONTRACTED if heard.contract.status in _SIGNED else _S.CONTRACTING


def steps(current: ApplicationStatus, target: ApplicationStatus) -> tuple[ApplicationStatus, ...]:
    """The moves from `current` to `target`, none when it is reached or overtaken.

    Raises `TransitionNotAllowed` for an application whose offer was not accepted.
    """
    if current is _S.SETTLED and target is _S.ACTIVE:
        return (target,)
    if current in ENDED or current is target:
        return ()
    if current not in LADDER:
        raise TransitionNotAllowed
    if target in _EXITS:
        return _leaving(current, target)
    if target not in LADDER:
        return (*_climb(current, _S.ACTIVE), target)
    if target is _S.DISBURSING and _S.DISBURSING in APPLICATION_MOVES.moves[current]:
        return (target,)
    return _climb(current, target)


def _exit_of(contract: Contract) -> ApplicationStatus | None:
    if contract.status is ContractStatus.VOIDED:
        return _S.CANCELLED if contract.ended_by is EndedBy.LENDER else _S.WITHDRAWN
    return _S.CANCELLED if contract.status is ContractStatus.TERMINATED else None


def _loan_that_counts(heard: Heard) -> Loan | None:
    """The loan of the current payout, unless that money never arrived or is back."""
    payout, loan = heard.payout, heard.loan
    if payout is None or loan is None or payout.status in _UNPAID:
        return None
    return loan if loan.payout_id == payout.payout_id else None


def _leaving(
    current: ApplicationStatus, target: ApplicationStatus
) -> tuple[ApplicationStatus, ...]:
    """Out, by the way the table has: once a payout was tried, only the lender's."""
    if target in APPLICATION_MOVES.moves[current]:
        return (target,)
    back = () if current is _S.DISBURSING else (_S.DISBURSING,)
    return (*back, _S.CANCELLED)


def _climb(current: ApplicationStatus, target: ApplicationStatus) -> tuple[ApplicationStatus, ...]:
    return LADDER[LADDER.index(current) + 1 : LADDER.index(target) + 1]
