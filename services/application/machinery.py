"""Our own hand: who acts when no person does."""

from typing import Final

from services.application.settings import SERVICE
from services.kit.caller import Caller
from services.kit.telemetry import current

OFFER_EXPIRY: Final = "system:offer_expiry"
RELAY: Final = "system:relay"
GROUP_FREEZE: Final = "system:group_freeze"


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
