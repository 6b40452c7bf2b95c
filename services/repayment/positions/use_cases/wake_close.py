"""Wake the close of a day that is over; the worker closes whatever days are left up to today."""

from datetime import date
from typing import Final

from services.kit.context import Ask
from services.kit.reply import Reply
from services.kit.wakes import wake
from services.repayment.positions import queries
from services.repayment.positions.domain.errors import DayNotOver
from services.repayment.positions.queries import DayFound

CLOSE: Final = "close_books"  # the worker's job


async def wake_close(business_date: date, ask: Ask[DayFound]) -> Reply:
    """How far the day is closed. Raises `DayNotOver`, and `NotFound` for one without loans."""
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        today = ask.clock.today()
        if business_date >= today:
            raise DayNotOver
        found = DayFound(await queries.day(session, business_date), today)
        if not found.progress.is_closed:
            await wake(session, CLOSE, business_date.isoformat().encode())
        return await ask.once.keep(session, found)
