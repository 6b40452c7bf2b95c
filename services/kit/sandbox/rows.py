"""The one row of the test clock: read, locked, written."""

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.ledgers import sandbox_clock
from services.kit.sandbox.standing import Standing


async def standing(session: AsyncSession, *, lock: bool = False) -> Standing:
    """Where the clock stands; with `lock` nobody else moves it before the transaction ends."""
    kept = sandbox_clock.c
    statement = select(kept.ahead_days, kept.target_ahead_days, kept.closed_on)
    found = (await session.execute(statement.with_for_update() if lock else statement)).one()
    return Standing(found.ahead_days, found.target_ahead_days, found.closed_on)


async def save(session: AsyncSession, now: Standing) -> None:
    """Write where it stands, under the lock it was read with."""
    await session.execute(
        update(sandbox_clock).values(
            ahead_days=now.ahead_days,
            target_ahead_days=now.target_ahead_days,
            closed_on=now.closed_on,
            updated_at=func.clock_timestamp(),
        )
    )
