"""A stack whose programs can be armed while it runs, and everybody who walks through it."""

import asyncio
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx

from deploy.local.database import DATABASE
from deploy.local.postgres import LocalPostgres
from deploy.local.settings import SERVICES
from services.kit.failpoints import Deed, Failpoint
from tests.journeys.invariants import broken
from tests.journeys.person import Json, Person, Town, expect
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually
from tests.kills.insistent import Insistent, InsistentTown

CLOCK: Final = "/v1/sandbox/clock"
CLOSED_WITHIN_S: Final = 480.0  # a year of days, on a machine with other work
# What waits between two tries must not wait long after a death.
IMPATIENT: Final = {
    "XIAOWEI_FAILPOINTS": "true",
    "XIAOWEI_RESTART_MAX_S": "0.5",
    **{f"{service.upper()}_DELIVERY_BACKOFF_MAX_S": "2" for service in SERVICES},
}


@dataclass(frozen=True)
class Ground:
    """The running stack, those who use it, and a superuser beside it."""

    stack: RunningStack
    gateway: httpx.AsyncClient
    town: Town
    admin: asyncpg.Pool

    async def arm(self, program: str, point: Failpoint, deed: Deed, nth: int = 1) -> None:
        """Have a running program struck at a point, the `nth` time it gets there from now."""
        self._tell(program, point, deed, nth)
        process = self.stack.program(program)
        process.send_signal(signal.SIGUSR1)
        process.send_signal(signal.SIGCONT)  # should it have been stopped
        await self.took_up(program)

    async def arm_and_kill(self, program: str, point: Failpoint) -> None:
        """Kill a program that will be struck at a point as soon as it runs again."""
        self._tell(program, point, Deed.CRASH, 1)
        self.stack.program(program).kill()
        await self.took_up(program)

    async def took_up(self, program: str) -> None:
        """Return once the program has read what it was told."""

        async def has_read() -> bool:
            return not self._is_told(program)

        await eventually(has_read)

    def deaths(self, program: str) -> int:
        """How often the supervisor has told that the program was killed."""
        return sum(
            f"{program} ended" in line and "SIGKILL" in line
            for line in self.stack.said.splitlines()
        )

    async def dies(self, program: str, times: int) -> None:
        """Return once the program has been killed so many times, and all are ready again."""

        async def died() -> bool:
            return self.deaths(program) >= times

        await eventually(died, within_s=CLOSED_WITHIN_S)
        await self.is_ready()

    async def walked_over(
        self, going: AsyncGenerator[None, None], program: str, deaths: int
    ) -> None:
        """Go on to the end of a part in which the program dies, and is started again."""

        async def mended() -> None:
            await self.dies(program, deaths)
            await self.hurry()

        async def walked() -> None:
            await anext(going, None)

        async with asyncio.TaskGroup() as both:
            both.create_task(mended())
            both.create_task(walked())

    async def is_ready(self) -> None:
        """Return once every program says it is."""

        async def ready() -> bool:
            try:
                return (await self.gateway.get("/readyz")).status_code == httpx.codes.OK
            except httpx.TransportError:
                return False

        await eventually(ready)

    async def hurry(self) -> None:
        """Let the time pass after which somebody else does what a dead worker had in hand."""
        for service in SERVICES:
            await self.admin.execute(
                f"UPDATE {service}.pgqueuer SET heartbeat = now() - interval '1 minute'"
                " WHERE status = 'picked'"
            )
        await self.admin.execute(
            "UPDATE disbursement.payouts SET claimed_until = now(), next_try_at = now()"
            " WHERE claimed_until > now()"
        )

    async def column(self, query: str, *values: Any) -> list[Any]:
        """The first column of what a query finds."""
        return [row[0] for row in await self.admin.fetch(query, *values)]

    async def today(self) -> date:
        """The business date of the deployment."""
        clock = expect(200, await (await self._trainer()).get(CLOCK))
        return date.fromisoformat(clock["business_date"])

    async def send_clock(self, day: date) -> None:
        """Send the clock to a day, and return at once."""
        trainer = await self._trainer()
        expect(202, await trainer.post(CLOCK, {"business_date": day.isoformat()}))

    async def go_to(self, day: date) -> None:
        """Move the clock to a day, and wait until every service has closed those before."""
        await self.send_clock(day)
        trainer = await self._trainer()

        async def done() -> Json:
            clock = expect(200, await trainer.get(CLOCK))
            return clock if clock["state"] == "done" else {}

        clock = await eventually(done, within_s=CLOSED_WITHIN_S)
        self.town.today = day
        assert {each["closed_on"] for each in clock["services"]} == {
            (day - timedelta(days=1)).isoformat()
        }

    async def _trainer(self) -> Person:
        """Whoever moves the clock, newly logged in: a pass is good for minutes."""
        return (await Person.log_in(self.gateway, "trainer")).turned(Insistent)

    async def nothing_is_broken(self) -> None:
        """Ask every invariant."""
        found = await broken(self.stack)
        assert found == [], "\n".join(found)

    def _is_told(self, program: str) -> bool:
        return self.stack.home.failpoint(program).exists()

    def _tell(self, program: str, point: Failpoint, deed: Deed, nth: int) -> None:
        file = self.stack.home.failpoint(program)
        file.parent.mkdir(exist_ok=True)
        ready = file.with_suffix(".next")
        ready.write_text(f"{point.title}:{deed}:{nth}", encoding="utf-8")
        ready.replace(file)


@asynccontextmanager
async def killing_ground(home: Path) -> AsyncIterator[Ground]:
    """A stack of one's own, which is sound when it goes."""
    stack = RunningStack(home, **IMPATIENT)
    await stack.start()
    port = int(stack.settings["XIAOWEI_POSTGRES_PORT"])
    dsn = LocalPostgres(stack.home.postgres, port).dsn(database=DATABASE)
    async with (
        # Who walks and who mends look at once.
        asyncpg.create_pool(dsn, min_size=1, max_size=4) as admin,
        httpx.AsyncClient(base_url=stack.url, timeout=15, trust_env=False) as gateway,
    ):
        yield Ground(stack, gateway, InsistentTown(gateway, stack), admin)
    await stack.forget()
