"""The whole deployment on one machine: started in order, kept running, stopped in order."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from deploy.local import programs
from deploy.local.database import StackDatabase
from deploy.local.home import Home
from deploy.local.ports import complaints_about
from deploy.local.prepare import Preparation, prepare
from deploy.local.refusals import PortBusy, StackRefused
from deploy.local.server_folder import FolderClaim
from deploy.local.settings import SERVICES, StackSettings
from deploy.local.supervision.backoff import Backoff
from deploy.local.supervision.child import warm_up
from deploy.local.supervision.console import Console
from deploy.local.supervision.errand import ErrandFailed, run_errand
from deploy.local.supervision.journal import Journal
from deploy.local.supervision.keeper import Keeper, ProgramGaveUp
from deploy.local.supervision.program import Program

# One group after the other, then Postgres: within ten seconds in all, however busy they are. A
# worker takes up to six to put back what it was doing; one cut short loses nothing but time.
GATEWAY_GRACE_S: Final = 1.5
APIS_GRACE_S: Final = 2.0
WORKERS_GRACE_S: Final = 5.0
OUTSIDE_GRACE_S: Final = 1.0


class StackBroken(StackRefused):
    """A part of the stack does not come up; the message has its last lines."""


@dataclass(frozen=True)
class Group:
    """Programs that start together and stop together, each within `grace_s`."""

    keepers: Sequence[Keeper]
    grace_s: float


class LocalStack:
    """One deployment in one folder, from `start` to `stop`."""

    def __init__(self, settings: StackSettings, console: Console) -> None:
        self.home = Home(settings.home)
        self._settings = settings
        self._console = console
        self._claim = FolderClaim(self.home.claim)
        self._database = StackDatabase(settings, self.home)
        self._watch: asyncio.Task[None] | None = None
        # In the order of their start; they are stopped in the reverse order.
        self._groups: list[Group] = []

    async def start(self) -> None:
        """Start everything, and return once the gateway says that all is ready.

        Raises StackRefused: a second run on the same folder, a busy port, a part that fails.
        """
        self._claim.take()
        self._require_free_ports()
        try:
            async with asyncio.timeout(self._settings.ready_timeout_s):
                await self._start_ground()
                await self._start_programs()
        except (ErrandFailed, ProgramGaveUp) as failure:
            raise StackBroken(str(failure)) from failure
        except TimeoutError:
            raise StackBroken(self._who_is_late()) from None

    async def broken(self) -> None:
        """Return never, unless a program refuses to run. Raises StackBroken."""
        try:
            await asyncio.gather(*(keeper.given_up() for keeper in self._keepers))
        except ProgramGaveUp as failure:
            raise StackBroken(str(failure)) from failure

    async def stop(self) -> None:
        """Stop what was started: the gateway first, Postgres last. Raises StackRefused."""
        if self._watch is not None:
            self._watch.cancel()
        while self._groups:
            group = self._groups.pop()
            await asyncio.gather(*(keeper.stop(group.grace_s) for keeper in group.keepers))
        await self._database.stop()
        self._claim.release()

    def _require_free_ports(self) -> None:
        skipped = self._settings.postgres_port if self._database.is_running else None
        complaints = list(
            complaints_about(at for at in self._settings.listening() if at.port != skipped)
        )
        if complaints:
            raise PortBusy("\n".join(complaints))

    async def _start_ground(self) -> None:
        """Postgres, and beside it the process programs are forked from; then keys and schemas."""
        outcomes = await asyncio.gather(
            warm_up(["deploy.local.preload"]), self._database.start(), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        self._watch = asyncio.create_task(self._database.keep_running(self._console))
        await self._run_once(Program("prepare", partial(prepare, self._preparation())))

    async def _start_programs(self) -> None:
        where = self._settings, self.home, self._database
        apis, workers = programs.apis(*where), programs.workers(*where)
        outside = programs.outside(self._settings, self.home)
        gateways = programs.gateways(self._settings, self.home, [*apis, *workers, *outside])
        self._start_group(outside, OUTSIDE_GRACE_S)
        self._start_group(workers, WORKERS_GRACE_S)
        self._start_group(apis, APIS_GRACE_S)
        await self._run_once(programs.seeds(*where))
        await self._all_ready()
        self._start_group(gateways, GATEWAY_GRACE_S)
        await self._all_ready()

    def _start_group(self, group: Sequence[Program], grace_s: float) -> None:
        backoff = Backoff(most_s=self._settings.restart_max_s)
        keepers = [
            Keeper(program, Journal(self.home.logs / f"{program.name}.log"), self._console, backoff)
            for program in group
        ]
        self._groups.append(Group(keepers, grace_s))
        for keeper in keepers:
            keeper.start()

    @property
    def _keepers(self) -> list[Keeper]:
        return [keeper for group in self._groups for keeper in group.keepers]

    async def _all_ready(self) -> None:
        await asyncio.gather(*(keeper.ready() for keeper in self._keepers))

    async def _run_once(self, program: Program) -> None:
        await run_errand(program, self.home.logs / f"{program.name}.log")

    def _preparation(self) -> Preparation:
        return Preparation(
            admin_dsn=self._database.admin_dsn,
            database=self._database.name,
            passwords=self._database.passwords,
            owner_dsns=self._database.owner_dsns(),
            keys_dir=self.home.keys,
            field_key_files=[self.home.field_keys(service) for service in SERVICES],
            callback_secrets=self.home.callback_secrets,
        )

    def _who_is_late(self) -> str:
        late = [keeper.program.name for keeper in self._keepers if not keeper.is_ready]
        waited = f"Not ready after {self._settings.ready_timeout_s} s"
        return f"{waited}: {', '.join(late) or 'Postgres'}. See the logs in {self.home.logs}."
