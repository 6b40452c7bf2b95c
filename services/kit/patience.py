"""How long a delivery is tried before a person has to look: attempts, and the waits between."""

from dataclasses import dataclass
from typing import Final

BACKOFF_FIRST_S: Final = 1
BACKOFF_MAX_S: Final = 900
BACKOFF_DOUBLINGS_MAX: Final = 20
# With the back-off, about a day: a neighbour that is away for a night finds everything again.
DELIVERY_ATTEMPTS_MAX: Final = 100
# With the back-off, about two minutes: an answer of no will hardly become a yes by itself.
DELIVERY_REFUSALS_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Patience:
    """When a delivery is parked, and the waits before that, which double up to a cap.

    `attempts_max` counts every attempt. `refusals_max` counts those that were answered with no,
    and those whose worker did not live to hear the answer.
    """

    attempts_max: int = DELIVERY_ATTEMPTS_MAX
    refusals_max: int = DELIVERY_REFUSALS_MAX
    backoff_max_s: int = BACKOFF_MAX_S

    def is_over(self, attempts: int, refusals: int) -> bool:
        """Whether a person has to look now."""
        return attempts >= self.attempts_max or refusals >= self.refusals_max
