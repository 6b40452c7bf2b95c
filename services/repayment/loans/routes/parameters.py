"""What the routes of loans take from the query."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from services.kit.dependencies import ClockDep
from services.kit.errors import FieldError, InvalidQueryParameter, Title
from services.kit.schemas import DateIn

AsOfQuery = Annotated[
    DateIn | None, Query(description="a business day until today; today when none is said")
]
_TO_COME = Title("must not be a day that is still to come", "不得晚于今日")


async def _as_of(clock: ClockDep, as_of: AsOfQuery = None) -> date:
    return until_today(as_of, clock.today(), "as_of")


AsOfDep = Annotated[date, Depends(_as_of)]


def until_today(day: date | None, today: date, name: str) -> date:
    """The day a parameter names, or today; raises `InvalidQueryParameter` for one to come."""
    if day is None:
        return today
    if day > today:
        raise InvalidQueryParameter(errors=[FieldError(f"#query/{name}", "to_come", _TO_COME)])
    return day
