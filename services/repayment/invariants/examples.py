"""What the reference shows of invariants: all of them hold."""

from datetime import UTC, datetime
from typing import Any, Final

from services.repayment.invariants import views
from services.repayment.invariants.queries import EVERY, Verdict, Verdicts

INVARIANTS_EXAMPLE: Final[dict[str, Any]] = views.invariants(
    Verdicts(datetime(2026, 11, 27, 2, 30, tzinfo=UTC), [Verdict(check, []) for check in EVERY]),
    "en",
).model_dump(mode="json")
