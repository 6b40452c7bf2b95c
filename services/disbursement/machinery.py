"""Our own hand: who acts when no person does."""

from typing import Final

from services.kit.caller import Caller
from services.kit.telemetry import current

RELAY: Final = "system:relay"
DISBURSEMENT: Final = "system:disbursement"


def own_machinery() -> Caller:
    """The worker, under the correlation of the job at hand."""
    return Caller(
        subject=DISBURSEMENT,
        roles=frozenset(),
        scopes=frozenset(),
        partner_id=None,
        acting_service="svc:disbursement",
        request_id=current().request_id,
    )
