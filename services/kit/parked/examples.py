"""What the reference shows of parked deliveries."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from services.kit.deliveries import DeliveryOutcome
from services.kit.parked import views
from services.kit.parked.records import Attempt, ParkedRecord
from services.kit.parked.statuses import ParkedStatus

_NOW: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def _delivery(status: ParkedStatus, version: int) -> dict[str, Any]:
    record = ParkedRecord(
        delivery_id=UUID("01890a5d-ac96-774b-bcce-b302099a8057"),
        status=status,
        version=version,
        destination="underwriting",
        topic="application.accepted",
        aggregate_type="application",
        told_id="app_01h455vb4pex5vsknk084sn02q",
        sequence=2,
        parked_at=_NOW,
        created_at=_NOW,
        attempts=(
            Attempt(
                number=8,
                started_at=_NOW - timedelta(seconds=1),
                ended_at=_NOW,
                outcome=DeliveryOutcome.REFUSED,
                status=422,
                detail="validation_failed",
            ),
        ),
    )
    return views.delivery(record).model_dump(mode="json")


PARKED_EXAMPLE: Final = _delivery(ParkedStatus.PARKED, 1)
RETRYING_EXAMPLE: Final = _delivery(ParkedStatus.RETRYING, 2)
LIST_EXAMPLE: Final = {"data": [PARKED_EXAMPLE], "has_more": False, "next_cursor": None}
RETRY_CREATE_EXAMPLE: Final = {"reason": "The neighbour's release of today takes it"}
