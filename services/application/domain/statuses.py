"""The life of an application, as one total table; the database repeats it as a CHECK."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class ApplicationStatus(StrEnum):
    """Where an application stands; clients must tolerate new ones."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPPLEMENT_REQUIRED = "supplement_required"
    ACCEPTED = "accepted"
    UNDERWRITING = "underwriting"
    INFORMATION_REQUESTED = "information_requested"
    APPROVED = "approved"
    DECLINED = "declined"
    OFFER_ACCEPTED = "offer_accepted"
    OFFER_EXPIRED = "offer_expired"
    CONTRACTING = "contracting"
    CONTRACTED = "contracted"
    DISBURSING = "disbursing"
    DISBURSED = "disbursed"
    ACTIVE = "active"
    SETTLED = "settled"
    WRITTEN_OFF = "written_off"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


_S = ApplicationStatus
# The borrower may leave, and the lender stop, at any time until a payout is under way.
_EXITS: Final = frozenset({_S.WITHDRAWN, _S.CANCELLED})

APPLICATION_MOVES: Final = TransitionTable[ApplicationStatus](
    "application",
    {
        _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
        _S.SUBMITTED: frozenset({_S.SUPPLEMENT_REQUIRED, _S.ACCEPTED, _S.REJECTED, _S.WITHDRAWN}),
        _S.SUPPLEMENT_REQUIRED: frozenset({_S.SUBMITTED, _S.REJECTED, _S.WITHDRAWN}),
        _S.ACCEPTED: frozenset({_S.UNDERWRITING}) | _EXITS,
        _S.UNDERWRITING: (frozenset({_S.INFORMATION_REQUESTED, _S.APPROVED, _S.DECLINED}) | _EXITS),
        _S.INFORMATION_REQUESTED: frozenset({_S.UNDERWRITING}) | _EXITS,
        _S.APPROVED: frozenset({_S.OFFER_ACCEPTED, _S.OFFER_EXPIRED}) | _EXITS,
        _S.DECLINED: frozenset(),
        _S.OFFER_ACCEPTED: frozenset({_S.CONTRACTING}) | _EXITS,
        _S.OFFER_EXPIRED: frozenset(),
        _S.CONTRACTING: frozenset({_S.CONTRACTED}) | _EXITS,
        _S.CONTRACTED: frozenset({_S.DISBURSING}) | _EXITS,
        # A payout that failed for good leaves the lender one way out.
        _S.DISBURSING: frozenset({_S.DISBURSED, _S.CANCELLED}),
        # Money that was paid out may come back; it is then to be sent again.
        _S.DISBURSED: frozenset({_S.ACTIVE, _S.DISBURSING}),
        _S.ACTIVE: frozenset({_S.SETTLED, _S.WRITTEN_OFF, _S.DISBURSING}),
        # The loan runs again when the money that settled it turns out not to have come.
        _S.SETTLED: frozenset({_S.ACTIVE}),
        _S.WRITTEN_OFF: frozenset(),
        _S.WITHDRAWN: frozenset(),
        _S.REJECTED: frozenset(),
        _S.CANCELLED: frozenset(),
    },
)

# The borrower may change fields and materials only while the ball is in their court.
AMENDABLE: Final = frozenset({_S.DRAFT, _S.SUPPLEMENT_REQUIRED})

# Until it is accepted, an application is intake's to judge.
IN_INTAKE: Final = AMENDABLE | {_S.SUBMITTED}

# From here on the contract decides: leaving is voiding it, where it is kept.
CONTRACT_DECIDES: Final = frozenset({_S.OFFER_ACCEPTED, _S.CONTRACTING, _S.CONTRACTED})

# The contract is made or paid out.
CARRIED_OUT: Final = frozenset({_S.CONTRACTING, _S.CONTRACTED, _S.DISBURSING, _S.DISBURSED})

# Nothing can have been heard of a contract yet.
BEFORE_CONTRACT: Final = IN_INTAKE | {
    _S.ACCEPTED,
    _S.UNDERWRITING,
    _S.INFORMATION_REQUESTED,
    _S.APPROVED,
    _S.DECLINED,
    _S.OFFER_EXPIRED,
    _S.REJECTED,
}

# While one of these is a group's, its members answer for it, or are about to.
BINDS_ITS_GROUP: Final = frozenset(_S) - {
    _S.DECLINED,
    _S.OFFER_EXPIRED,
    _S.SETTLED,
    _S.WRITTEN_OFF,
    _S.WITHDRAWN,
    _S.REJECTED,
    _S.CANCELLED,
}

# What secures it is not free for another loan: it is asked for, or still owed. Writing a loan off
# forgives nobody.
UNDER_WAY: Final = frozenset(_S) - {
    _S.DECLINED,
    _S.OFFER_EXPIRED,
    _S.SETTLED,
    _S.WITHDRAWN,
    _S.REJECTED,
    _S.CANCELLED,
}

# What was agreed to for a loan is still needed: for one that was asked for, or is still owed.
RESTS_ON_CONSENTS: Final = UNDER_WAY - {_S.DRAFT}

# One application per party and product at a time, from draft until the money is on its way; a
# borrower with a running loan may ask for the next one. What is being paid out is not among them:
# a payout that comes back must find its way even when the next application has begun.
OPEN: Final = frozenset(
    {
        _S.DRAFT,
        _S.SUBMITTED,
        _S.SUPPLEMENT_REQUIRED,
        _S.ACCEPTED,
        _S.UNDERWRITING,
        _S.INFORMATION_REQUESTED,
        _S.APPROVED,
        _S.OFFER_ACCEPTED,
        _S.CONTRACTING,
        _S.CONTRACTED,
    }
)
