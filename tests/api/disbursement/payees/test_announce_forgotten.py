"""The round that finds accounts no job announces any more, and what the bank asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from services.disbursement.payees.asking import Asking
from services.disbursement.payees.waking import VERIFY
from services.disbursement.payees.working import sweeping, verifying
from services.disbursement.rails.protocol import NotSubmitted
from services.disbursement.settings import SERVICE
from services.kit.identifiers import uuid_of
from services.kit.jobs import JobLoop
from tests.api.disbursement.payees.conftest import Borrower, Json, RailOfTests
from tests.api.signed_clients import RunningApp
from tests.journeys.waiting import eventually
from tests.postgres_run import Addresses


class Jobs:
    """The jobs about one account, in a queue that others use as well."""

    def __init__(self, service: RunningApp, account: Json) -> None:
        self._service = service
        self._account_id = uuid_of("acct", account["id"])

    async def _run(self, statement: str) -> list[int]:
        """What a statement about the account gives back."""
        named = {"id": self._account_id, "job": self._account_id.bytes}
        async with self._service.sessions.begin() as session:
            return list(await session.scalars(text(statement), named))

    async def grow_old(self) -> None:
        """Let this account alone have waited for long."""
        await self._run(
            "UPDATE payee_accounts SET updated_at ="
            " CASE account_id WHEN :id THEN now() - interval '2 minutes' ELSE now() END"
            " RETURNING version"
        )

    async def lose(self) -> None:
        """Let them be gone."""
        await self._run("DELETE FROM pgqueuer WHERE payload = :job RETURNING id")

    async def become(self, status: str) -> None:
        """Let them be in somebody's hand, or in nobody's."""
        await self._run(
            f"UPDATE pgqueuer SET status = '{status}' WHERE payload = :job RETURNING id"
        )

    async def waits_s(self) -> list[int]:
        """For how long each of them waits."""
        return await self._run(
            "SELECT extract(epoch FROM execute_after - now())::int FROM pgqueuer"
            " WHERE payload = :job AND status = 'queued'"
        )


@asynccontextmanager
async def working(asking: Asking, account: Json, database: Addresses) -> AsyncIterator[None]:
    """The queue's loop, at work on this account alone."""
    verify, mine = verifying(asking), uuid_of("acct", account["id"]).bytes

    async def work(account_id: bytes) -> None:
        if account_id == mine:
            await verify(account_id)

    loop = JobLoop(database.url(SERVICE), SERVICE, {VERIFY: work})
    running = asyncio.create_task(loop.run())
    try:
        yield
    finally:
        loop.stop()
        await running


async def test_what_no_job_announces_is_announced_anew(
    borrower: Borrower, asking: Asking, service: RunningApp, database: Addresses
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    jobs = Jobs(service, account)
    await jobs.lose()
    await sweeping(service.sessions)()
    assert await jobs.waits_s() == []
    await jobs.grow_old()
    for _ in range(2):
        await sweeping(service.sessions)()
    assert len(await jobs.waits_s()) == 1
    await jobs.become("picked")
    await sweeping(service.sessions)()
    assert await jobs.waits_s() == []
    await jobs.become("queued")

    async def verified() -> bool:
        return str((await borrower.read(account))["status"]) == "verified"

    async with working(asking, account, database):
        await eventually(verified)
    await jobs.grow_old()
    await sweeping(service.sessions)()
    assert await jobs.waits_s() == []


async def test_p14_the_sweep_waits_as_long_as_the_bank_asked(
    borrower: Borrower,
    rail: RailOfTests,
    asking: Asking,
    service: RunningApp,
    database: Addresses,
) -> None:
    account = await borrower.register()
    await borrower.start(account)
    rail.answers = [NotSubmitted(600.0)]
    jobs = Jobs(service, account)

    async def is_put_off() -> bool:
        return any(wait_s > 500 for wait_s in await jobs.waits_s())

    async with working(asking, account, database):
        await eventually(is_put_off)
    await jobs.grow_old()
    for _ in range(3):
        await sweeping(service.sessions)()
    assert len(rail.asked) == 1
    (wait_s,) = await jobs.waits_s()
    assert wait_s > 500
