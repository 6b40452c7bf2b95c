"""What asking the bureau needs, and what may come of it."""

from dataclasses import dataclass
from enum import StrEnum

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys
from services.underwriting.bureau.protocol import Bureau, Report


class Availability(StrEnum):
    """What there is to know."""

    REPORTED = "reported"
    NO_RECORD = "no_record"
    NO_CONSENT = "no_consent"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one subject; `age_days` counts from the day the report came."""

    availability: Availability
    report: Report | None = None
    age_days: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """With what the bureau is asked."""

    sessions: Sessions
    bureau: Bureau
    clock: Clock
    keys: FieldKeys


class BureauBusy(Exception):
    """No answer yet; ask again in `wait_s` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"again in {wait_s:.0f} s")
        self.wait_s = wait_s
