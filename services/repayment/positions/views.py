"""From business days to what readers get."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import Page
from services.repayment.positions.queries import DayFound
from services.repayment.positions.schemas.read import BusinessDayRead


def day(found: DayFound) -> BusinessDayRead:
    """How far a day is closed."""
    progress = found.progress
    return BusinessDayRead(
        business_date=progress.day,
        state=progress.state(found.today),
        shards=progress.with_books,
        shards_closed=progress.closed,
        loans_crossed=progress.crossed,
        started_at=progress.first_at,
        finished_at=progress.last_at if progress.is_closed else None,
    )


def days(found: Sequence[DayFound], page: PageRequest) -> Page[BusinessDayRead]:
    """A page of days; a place in it is the number of the last one seen."""
    return page_of(found, page, place=lambda each: _place(each.progress.day), read=day)


def woken(found: DayFound) -> Reply:
    """The answer to who wakes the close: it goes on while they look."""
    place = f"/v1/business-days/{found.progress.day}/closings"
    return Reply(202, day(found).model_dump_json().encode(), None, place)


def _place(business_date: date) -> Cursor:
    midnight = datetime.combine(business_date, time(), UTC)
    return Cursor(midnight, UUID(int=business_date.toordinal()))
