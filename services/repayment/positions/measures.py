"""What operators watch of the close: how many days are over and not closed everywhere."""

from typing import Final

from prometheus_client import Gauge

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.repayment.positions import repository

MEASURE_EVERY_S: Final = 15.0

_unclosed: Final = Gauge(
    "business_days_unclosed",
    "Business days that are over and not closed in every shard, the oldest one counted first",
)
_lagging: Final = Gauge("shards_lagging", "Shards of the books that have a day to close")


async def measure_close(sessions: Sessions, clock: Clock) -> None:
    """Look now; 0 of both when the books stand at today. Raises `DatabaseUnavailable`."""
    today = clock.today()
    async with sessions() as session:
        openings = await repository.openings_before(session, today)
    _lagging.set(len(openings))
    _unclosed.set((today - min(openings)).days if openings else 0)
