"""Lines as rows keep them."""

from datetime import date
from typing import Any, Final

from services.loan_engine.day_count import DayCount, thirty_day_index
from services.loan_engine.servicing.growth_line import Growth
from services.repayment.domain.quantities import steady_of
from services.repayment.positions.domain.kept_lines import KeptLine

NEVER: Final = date(9999, 12, 31)
ACTUAL_DAYS: Final = 0
THIRTY_DAY_MONTHS: Final = 1


def day_kind_of(day_count: DayCount) -> int:
    """Which days interest steps in."""
    return THIRTY_DAY_MONTHS if day_count is DayCount.THIRTY_360 else ACTUAL_DAYS


def growth_columns(kept: KeptLine) -> dict[str, Any]:
    """What both tables keep of a line."""
    line = kept.line
    return {
        "from_day": line.from_day,
        "from_idx": thirty_day_index(line.from_day),
        "is_accruing": line.is_accruing,
        **_of("i", line.interest),
        **_of("p", line.penalty),
        **_of("c", line.compound),
        "delinquent_since": line.delinquent_since or NEVER,
        "next_change_on": kept.next_change_on or NEVER,
    }


def line_columns(kept: KeptLine) -> dict[str, Any]:
    """What the table of lines keeps of one."""
    return {**growth_columns(kept), "steady": list(steady_of(kept.line))}


def _of(part: str, growth: Growth) -> dict[str, int]:
    return {
        f"{part}_den": growth.denominator,
        f"{part}_base": growth.base,
        f"{part}_carry": growth.carry,
        f"{part}_slope": growth.slope,
    }
