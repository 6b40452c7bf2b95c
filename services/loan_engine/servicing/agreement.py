"""What was agreed beside the schedule: how lateness is priced, and where money goes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.loan_engine.day_count import DayCount
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import PPM, LoanTerms, require_within

PENALTY_MULTIPLE_PPM_MAX: Final = 3 * PPM
GRACE_DAYS_MAX: Final = 60
NON_ACCRUAL_DAYS_MAX: Final = 3_650

# Penalties run by the days of the calendar, over the year the interest has.
_PENALTY_YEAR_DAYS: Final[Mapping[DayCount, int]] = MappingProxyType(
    {DayCount.THIRTY_360: 360, DayCount.ACTUAL_360: 360, DayCount.ACTUAL_365: 365}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A loan as it is served; raises `EngineRefusal` for what lies outside the limits.

    `penalty_multiple_ppm` of 1_500_000 makes overdue principal bear one and a half times the
    contract's rate instead of it (银发〔2003〕251号: +30 to 50 per cent), and unpaid interest the
    same as compound. What is paid within `grace_days` is on time; what is not bears the penalty
    from its due date, or from the end of the grace. After `non_accrual_days` past due, interest
    is no longer counted as income until it is paid.
    """

    loan: LoanTerms
    penalty_multiple_ppm: int = 1_500_000
    grace_days: int = 0
    is_grace_forfeited: bool = True
    bears_compound: bool = True
    non_accrual_days: int = 90

    def __post_init__(self) -> None:
        require_within(
            "penalty_multiple_ppm", self.penalty_multiple_ppm, 0, PENALTY_MULTIPLE_PPM_MAX
        )
        require_within("grace_days", self.grace_days, 0, GRACE_DAYS_MAX)
        require_within("non_accrual_days", self.non_accrual_days, 1, NON_ACCRUAL_DAYS_MAX)

    @property
    def penalty_rate_ppm(self) -> int:
        """The yearly rate of overdue money, to the whole part per million, half up."""
        exact = self.loan.rate_ppm * self.penalty_multiple_ppm
        return rounded(exact, PPM, Rounding.HALF_UP)

    @property
    def penalty_denominator(self) -> int:
        """Amount times rate times days is divided by this."""
        return _PENALTY_YEAR_DAYS[self.loan.day_count] * PPM
