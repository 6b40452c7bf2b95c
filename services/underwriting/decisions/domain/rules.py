"""What the tables of a rulebook may say, as it is read from their documents."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.strict import (
    Malformed,
    Record,
    decimal_of,
    member_of,
    text_of,
)


class Effect(StrEnum):
    """What a rule that is hit does."""

    DECLINED = "declined"
    REFERRED = "referred"
    NEVER = "never"  # declined, and nobody may say yes
    BLOCKED = "blocked"  # nobody may say yes until the terms have changed
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    COMMITTEE = "committee"
    CONDITION = "condition"

    @property
    def outcome(self) -> DecisionOutcome:
        """The outcome it asks for: who must be asked, refers; a mere condition approves."""
        return _OUTCOMES.get(self, DecisionOutcome.REFERRED)

    @property
    def authority(self) -> Authority:
        """The least authority it asks for."""
        return _AUTHORITIES.get(self, Authority.AUTOMATIC)


_OUTCOMES: Final = {
    Effect.DECLINED: DecisionOutcome.DECLINED,
    Effect.NEVER: DecisionOutcome.DECLINED,
    Effect.CONDITION: DecisionOutcome.APPROVED,
}
_AUTHORITIES: Final = {
    Effect.LEVEL_1: Authority.LEVEL_1,
    Effect.LEVEL_2: Authority.LEVEL_2,
    Effect.COMMITTEE: Authority.COMMITTEE,
}


class ChangeKind(StrEnum):
    """What could be asked for instead, or with whom."""

    AMOUNT = "amount"
    TERM = "term"
    CO_BORROWER = "co_borrower"


@dataclass(frozen=True, slots=True)
class Rating:
    """A band of scores, and the best outcome it admits."""

    rating: str
    outcome: DecisionOutcome


def effect_of(value: object, pointer: str) -> Effect:
    """What a rule does."""
    return member_of(Effect)(value, pointer)


def rating_of(value: object, pointer: str) -> Rating:
    """A rating with its outcome."""
    record = Record(value, pointer)
    rating = Rating(
        record.read("rating", text_of), record.read("outcome", member_of(DecisionOutcome))
    )
    record.close()
    return rating


def amount_of(value: object, pointer: str) -> int:
    """An amount in minor units, written as text like every bound of a table."""
    amount = decimal_of(value, pointer)
    if amount < 0 or amount != int(amount):
        raise Malformed("out_of_range", pointer)
    return int(amount)
