"""How late a loan is on a day, by what was told of it last."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Lateness:
    """What was told: the days past due then, and the day after which the loan is late by itself.

    `late_after` is the due date of the oldest instalment no money pays; None when there is none,
    or when who told of it does not say.
    """

    days_told: int
    late_after: date | None

    def days_on(self, today: date) -> int:
        """Days past due on a business day: calendar days since the due date, grace or not."""
        if self.late_after is None:
            return self.days_told
        return max(self.days_told, (today - self.late_after).days)
