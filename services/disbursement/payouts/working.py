"""What the worker does about payouts: each as its job asks, and in rounds those no job names."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Final
from uuid import UUID

from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.payouts import measures, queries
from services.disbursement.payouts.domain.looking_back import looked_back_since
from services.disbursement.payouts.paying import Paying
from services.disbursement.payouts.use_cases.drive_payout import drive_payout
from services.disbursement.payouts.use_cases.look_back import look_back
from services.disbursement.payouts.use_cases.review_waiting import review_waiting
from services.kit.database import Sessions
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached

SWEEP_EVERY_S: Final = 2.0
REVIEW_EVERY_S: Final = 30.0
LOOK_BACK_EVERY_S: Final = 600.0
MEASURE_EVERY_S: Final = 15.0
AT_ONCE_MAX: Final = 8

_log = logging.getLogger("xiaowei.payouts")


def driving(paying: Paying) -> Callable[[bytes], Awaitable[None]]:
    """The job that drives one payout on."""

    async def work(payout_id: bytes) -> None:
        await drive_payout(UUID(bytes=payout_id), paying)

    return work


def sweeping(paying: Paying) -> Callable[[], Awaitable[int]]:
    """The round that drives every payout that is due, and says how many those were."""

    async def sweep() -> int:
        places = asyncio.Semaphore(AT_ONCE_MAX)
        found = await queries.due(paying.sessions, paying.above_minor)
        await asyncio.gather(*(_drive(each, paying, places) for each in found))
        return len(found)

    return sweep


def reviewing(sessions: Sessions) -> Callable[[date], Awaitable[None]]:
    """The round of a business day that looks again at every payout that waits."""

    async def review(today: date) -> None:
        async def review_one(contract_id: UUID) -> None:
            await review_waiting(contract_id, today, sessions)
            await reached(DisbursementPoint.PAYOUT_REVIEWED)

        waiting = list[UUID]()
        while found := await queries.waiting(sessions, waiting[-1] if waiting else None):
            waiting += found
        await each_apart(waiting, review_one)

    return review


def looking_back(paying: Paying, business_days: int) -> Callable[[date], Awaitable[None]]:
    """The round of a business day that asks about every payout that settled of late.

    A rail that is not there is left alone until the next round.
    """

    async def look(today: date) -> None:
        since = looked_back_since(today, business_days)
        is_there, after = True, None

        async def look_at_one(payout_id: UUID) -> None:
            nonlocal is_there
            if is_there:
                is_there = await look_back(payout_id, today, paying)
                await reached(DisbursementPoint.LOOKED_BACK)

        while is_there and (
            found := await queries.to_look_back_at(paying.sessions, since, today, after)
        ):
            after = found[-1]
            await each_apart(found, look_at_one)

    return look


def measuring(sessions: Sessions) -> Callable[[], Awaitable[None]]:
    """The round that shows the age of what nobody knows."""

    async def measure() -> None:
        measures.observe_unknown(await queries.oldest_unknown_s(sessions))

    return measure


async def _drive(payout_id: UUID, paying: Paying, places: asyncio.Semaphore) -> None:
    """One that fails holds up none of the others; it is tried again in the next round."""
    async with places:
        try:
            await drive_payout(payout_id, paying)
        except Exception:
            _log.exception("a payout was not driven on")
