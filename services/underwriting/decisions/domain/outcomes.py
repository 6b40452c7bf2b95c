"""What can come out, and how findings merge: the severest outcome and the highest authority win."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self


class DecisionOutcome(StrEnum):
    """The answer, from the mildest to the severest."""

    APPROVED = "approved"
    REFERRED = "referred"
    DECLINED = "declined"

    @property
    def severity(self) -> int:
        """The place in the order."""
        return _SEVERITY[self]


class Authority(StrEnum):
    """Who may say yes, from the lowest to the highest."""

    AUTOMATIC = "automatic"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    COMMITTEE = "committee"

    @property
    def height(self) -> int:
        """The place in the order."""
        return _HEIGHT[self]


class Stage(StrEnum):
    """Where in the pipeline something was found, in the pipeline's order."""

    RULES = "rules"
    CO_BORROWERS = "co_borrowers"
    SCORE = "score"
    PRICE = "price"
    AFFORDABILITY = "affordability"
    LIMIT = "limit"
    COST = "cost"
    AUTHORITY = "authority"


_SEVERITY = {outcome: place for place, outcome in enumerate(DecisionOutcome)}
_HEIGHT = {authority: place for place, authority in enumerate(Authority)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer is not a plain yes; `facts` name what was looked at, never its value.

    A reason that only made the amount smaller has the outcome `approved`.
    """

    code: str
    stage: Stage
    outcome: DecisionOutcome
    facts: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """An outcome, and the least authority that may say yes."""

    outcome: DecisionOutcome
    authority: Authority

    @classmethod
    def of(cls, reasons: Iterable[Reason], authority: Authority) -> Self:
        """The verdict of these reasons; what no machine may say yes to is referred.

        A referral is decided by a person, so at least by the first level.
        """
        severest = max((reason.outcome.severity for reason in reasons), default=0)
        height = authority.height
        if severest == DecisionOutcome.REFERRED.severity:
            height = max(height, Authority.LEVEL_1.height)
        if height > Authority.AUTOMATIC.height:
            severest = max(severest, DecisionOutcome.REFERRED.severity)
        return cls(_BY_SEVERITY[severest], _BY_HEIGHT[height])


_BY_SEVERITY = tuple(DecisionOutcome)
_BY_HEIGHT = tuple(Authority)
