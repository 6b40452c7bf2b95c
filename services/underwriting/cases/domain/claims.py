"""One case, one desk: a claim holds for a while and can be taken over once it has run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from services.underwriting.cases.domain.errors import ClaimedByAnother, ClaimNeeded

CLAIM_LIFE: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has the case, until when, and the how-manieth claim on it this is."""

    by: str
    until: datetime
    epoch: int

    def holds_at(self, now: datetime) -> bool:
        """Whether nobody else may take it yet."""
        return now < self.until

    def require_of(self, subject: str, now: datetime) -> None:
        """Raise `ClaimNeeded` unless `subject` holds it at `now`."""
        if self.by != subject or not self.holds_at(now):
            raise ClaimNeeded

    @classmethod
    def taken(cls, standing: Self | None, epoch: int, subject: str, now: datetime) -> Self:
        """The claim of `subject` from `now` on; one's own is renewed.

        Raises `ClaimedByAnother`.
        """
        if standing is not None and standing.by != subject and standing.holds_at(now):
            raise ClaimedByAnother
        return cls(subject, now + CLAIM_LIFE, epoch + 1)
