"""What the routes of loans take from the query."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from fastapi import Depends, Query
from starlette.requests import Request

from services.kit import csv_text
from services.kit.dependencies import ClockDep
from services.kit.errors import FieldError, InvalidQueryParameter, Title
from services.kit.media_types import chosen_media_type
from services.kit.operations import JSON
from services.kit.schemas import DateIn
from services.repayment.loans.domain.statement import PERIOD_DAYS_DEFAULT, PERIOD_DAYS_MAX
from services.repayment.loans.queries import Period

AsOfQuery = Annotated[
    DateIn | None, Query(description="a business day until today; today when none is said")
]
_TO_COME: Final = Title("must not be a day that is still to come", "不得晚于今日")


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


BeginsOnQuery = Annotated[
    DateIn | None,
    Query(description=f"the first day; {PERIOD_DAYS_DEFAULT} days with the last when none is said"),
]
EndsOnQuery = Annotated[
    DateIn | None, Query(description="the last day, until today; today when none is said")
]
FormatQuery = Annotated[
    Literal["json", "csv"] | None,
    Query(alias="format", description="instead of Accept, where a link is followed"),
]
_WRONG_LENGTH: Final = Title(
    f"must make a period of 1 to {PERIOD_DAYS_MAX} days", f"期间须为 1 至 {PERIOD_DAYS_MAX} 天"
)
_MEDIA_TYPES: Final = {"json": JSON, "csv": csv_text.MEDIA_TYPE}


async def period(
    clock: ClockDep, begins_on: BeginsOnQuery = None, ends_on: EndsOnQuery = None
) -> Period:
    """The days that are asked for; raises `InvalidQueryParameter`."""
    last = until_today(ends_on, clock.today(), "ends_on")
    first = begins_on or last - timedelta(days=PERIOD_DAYS_DEFAULT - 1)
    if not 0 <= (last - first).days < PERIOD_DAYS_MAX:
        error = FieldError("#query/begins_on", "wrong_length", _WRONG_LENGTH)
        raise InvalidQueryParameter(errors=[error])
    return Period(first, last)


async def statement_media_type(request: Request, wanted: FormatQuery = None) -> str:
    """What to answer with: as the query says, else as Accept does."""
    if wanted is not None:
        return _MEDIA_TYPES[wanted]
    return chosen_media_type(request.headers.get("accept"), tuple(_MEDIA_TYPES.values()))
