"""What must hold once everything has come to rest, asked of the stack's own database."""

import asyncio
from datetime import timedelta

from deploy.invariants.__main__ import outside_of
from deploy.invariants.check import Verdict, check
from deploy.invariants.settings import InvariantSettings
from deploy.local.database import DATABASE
from deploy.local.postgres import LocalPostgres
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import EVENTUALLY_MAX_S

POLL_S = 0.5


async def broken(stack: RunningStack) -> list[str]:
    """What is broken when the stack has come to rest, each invariant as it is told.

    What is still on its way is no breach; it is given the time anything may take here.
    """
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + EVENTUALLY_MAX_S
    while True:
        found = [verdict for verdict in await _verdicts(stack) if verdict.breaches]
        if not found or loop.time() > give_up_at:
            return [str(verdict) for verdict in found]
        await asyncio.sleep(POLL_S)


async def _verdicts(stack: RunningStack) -> list[Verdict]:
    """Every event must have been told by now: nothing may still wait."""
    server = LocalPostgres(stack.home.postgres, int(stack.settings["XIAOWEI_POSTGRES_PORT"]))
    settings = InvariantSettings(
        database_url=server.dsn(database=DATABASE),
        seals_dir=stack.home.seals,
        rail_book=stack.home.rail_book,
    )
    dsn = settings.database_url.get_secret_value()
    return await check(dsn, outside_of(settings), unsent_after=timedelta(0))
