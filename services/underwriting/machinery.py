"""Our own hand: who acts when no person does."""

from typing import Final

from services.kit.caller import Caller
from services.kit.telemetry import current

ASSESSMENT: Final = "system:assessment"


def own_machinery() -> Caller:
    """The worker that assesses cases, under the correlation of the job at hand."""
    return Caller(
        subject=ASSESSMENT,
        roles=frozenset(),
        scopes=frozenset(),
        partner_id=None,
        acting_service="svc:underwriting",
        request_id=current().request_id,
    )
