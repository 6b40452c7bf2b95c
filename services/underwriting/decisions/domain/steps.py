"""What each stage of the pipeline found, kept whole for the reasons and the trace."""

from typing import NamedTuple

from services.underwriting.decisions.domain.affordability import Affordability
from services.underwriting.decisions.domain.characteristics import Score
from services.underwriting.decisions.domain.decision_table import Choice, Row
from services.underwriting.decisions.domain.facts import Values
from services.underwriting.decisions.domain.judging import Judged
from services.underwriting.decisions.domain.limits import Limit
from services.underwriting.decisions.domain.loan_figures import LoanFigures
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.rulebook import RulesInForce
from services.underwriting.decisions.domain.rules import Rating


class Assessed(NamedTuple):
    """The rules' findings, those on each co-borrower, the score and its rating."""

    rules: Judged
    co_borrowers: tuple[Judged, ...]
    score: Score
    rating: Choice[Rating]

    @property
    def is_declined(self) -> bool:
        """Whether no amount and no price could change the answer."""
        reasons = (reason for found in (self.rules, *self.co_borrowers) for reason in found.reasons)
        has_weak_rating = (
            self.rating.row is not None
            and self.rating.row.output.outcome is DecisionOutcome.DECLINED
        )
        return has_weak_rating or any(one.outcome is DecisionOutcome.DECLINED for one in reasons)


class Priced(NamedTuple):
    """The row of the price table, the rate, and the principal a month repays at that rate.

    `is_worked_out` is False when the facts were there and no figure came of them.
    """

    share: Choice[int]
    rate_ppm: int | None
    affordability: Affordability
    principal_minor: int | None
    is_worked_out: bool


class Lent(NamedTuple):
    """The limit, and the figures of a loan of that amount; none where none is needed.

    `is_worked_out` is False when the engine refused the loan.
    """

    rating_cap: Choice[int]
    limit: Limit
    figures: LoanFigures | None
    cost: Judged | None
    is_worked_out: bool


class Steps(NamedTuple):
    """All findings of one run; `values` are the facts by place, with those found on the way.

    `authority` holds the rows of the matrix that may apply: one, unless facts are missing.
    """

    in_force: RulesInForce
    values: Values
    assessed: Assessed
    priced: Priced
    lent: Lent
    authority: tuple[Row[Authority], ...]

    @property
    def is_complete(self) -> bool:
        """Whether every table that must answer did, and every figure was worked out."""
        choices = (self.assessed.rating, self.priced.share, self.lent.rating_cap)
        has_rows = all(choice.row is not None for choice in choices)
        return has_rows and len(self.authority) == 1 and self.lent.figures is not None
