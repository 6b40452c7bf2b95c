"""Our own hand: who acts when no person does."""

from typing import Final

from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.context import Edit
from services.kit.database import Sessions
from services.kit.telemetry import current
from services.repayment.settings import SERVICE

CLOSE_OF_BUSINESS: Final = "system:close_of_business"


def own_hand(subject: str) -> Caller:
    """A round or job of ours, `subject` its name, under the correlation of the work at hand."""
    return Caller(
        subject=subject,
        roles=frozenset(),
        scopes=frozenset(),
        partner_id=None,
        acting_service=f"svc:{SERVICE}",
        request_id=current().request_id,
    )


def own_edit(subject: str, sessions: Sessions, clock: Clock) -> Edit:
    """A change by our own hand."""
    return Edit(own_hand(subject), clock, sessions, None)
