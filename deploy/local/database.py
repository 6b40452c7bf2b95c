"""The Postgres of the stack: one of our own, or the running one whose address was given."""

import asyncio
from typing import Final
from urllib.parse import unquote, urlsplit

from deploy.local.home import Home
from deploy.local.postgres import LocalPostgres
from deploy.local.postmaster import running_postmaster
from deploy.local.refusals import StackRefused
from deploy.local.roles import at_port, in_database, owner_of, with_login
from deploy.local.settings import SERVICES, StackSettings
from deploy.local.supervision.backoff import Backoff
from deploy.local.supervision.console import Console

DATABASE: Final = "xiaowei"
MAINTENANCE_DATABASE: Final = "postgres"
WATCH_INTERVAL_S: Final = 1.0


class StackDatabase:
    """Where the services' schemas live; `server` is ours, and unused when another was given."""

    def __init__(self, settings: StackSettings, home: Home) -> None:
        self._settings = settings
        self._given = settings.database_url
        self.server = LocalPostgres(home.postgres, settings.postgres_port)
        self._passwords = home.role_passwords()
        self._starting: asyncio.Task[None] | None = None

    @property
    def is_own(self) -> bool:
        """Whether we start and stop the server."""
        return self._given is None

    @property
    def is_running(self) -> bool:
        """Whether our own server runs, be it left behind by an earlier run that was killed."""
        return self.is_own and running_postmaster(self.server.data_dir) is not None

    @property
    def name(self) -> str:
        """The database that holds the schemas."""
        return unquote(urlsplit(self._given or "").path.lstrip("/")) or DATABASE

    @property
    def admin_dsn(self) -> str:
        """The address that makes roles and schemas."""
        if self._given is None:
            return self.server.dsn()
        named = urlsplit(self._given).path.lstrip("/")
        return self._given if named else in_database(self._given, MAINTENANCE_DATABASE)

    @property
    def superuser_dsn(self) -> str:
        """The address from which all four schemas are seen."""
        return in_database(self.admin_dsn, self.name)

    @property
    def passwords(self) -> dict[str, str]:
        """The password of each role."""
        return dict(self._passwords)

    def runtime_dsn(self, service: str) -> str:
        """The address a service runs with."""
        dsn = self._dsn(service)
        return at_port(dsn, self._settings.port_for(service, "postgres")) if self.is_own else dsn

    def owner_dsns(self) -> dict[str, str]:
        """The address each service's schema is migrated with."""
        return {service: self._dsn(owner_of(service)) for service in SERVICES}

    async def start(self) -> None:
        """Start our own server; a given one is left alone. Raises StackRefused."""
        if self.is_own:
            self._starting = asyncio.create_task(asyncio.to_thread(self.server.start))
            # A thread cannot be called back: `stop` waits for it, whoever else stops waiting.
            await asyncio.shield(self._starting)

    async def stop(self) -> None:
        """Stop our own server. Raises StackRefused."""
        if self._starting is not None:
            await asyncio.gather(self._starting, return_exceptions=True)
            await asyncio.to_thread(self.server.stop)

    async def keep_running(self, console: Console) -> None:
        """Start our own server again whenever it is gone."""
        deaths, clock = 0, asyncio.get_running_loop().time
        started_at, backoff = clock(), Backoff()
        while self.is_own:
            await asyncio.sleep(WATCH_INTERVAL_S)
            if self.is_running:
                continue
            deaths = backoff.deaths_after(deaths, ran_for_s=clock() - started_at)
            delay_s = backoff.delay_s(deaths)
            console.say_of("postgres", f"ended by itself; starts again in {delay_s:g} s")
            await asyncio.sleep(delay_s)
            started_at = clock()
            try:
                await self.start()
            except StackRefused as refusal:
                # For one, a killed server's last children may still hold its memory.
                console.say_of("postgres", str(refusal))

    def _dsn(self, role: str) -> str:
        return with_login(in_database(self.admin_dsn, self.name), role, self._passwords[role])
