"""Send the test clock of this service to another day; its worker takes it there."""

import logging

from services.kit.database import Sessions
from services.kit.sandbox import rows
from services.kit.sandbox.day_closer import CLOSE_DAYS
from services.kit.sandbox.standing import Standing
from services.kit.wakes import wake

_log = logging.getLogger("xiaowei.sandbox")


async def move_clock(target_ahead_days: int, sessions: Sessions) -> Standing:
    """The clock with its new target; naming the same one again only wakes the worker again.

    Raises `ClockOnlyMovesForward`.
    """
    async with sessions.begin() as session:
        moved = (await rows.standing(session, lock=True)).sent_to(target_ahead_days)
        await rows.save(session, moved)
        await wake(session, CLOSE_DAYS, b"")
    _log.info("test clock sent forward", extra={"target_ahead_days": target_ahead_days})
    return moved
