"""Four services and the gateway in this process, on real ports and a database of their own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from fastapi import FastAPI

from gateway.settings import SERVICES
from services.kit.clock import SandboxClock
from services.kit.database import Sessions
from services.kit.field_keys import generate_field_keys
from services.kit.foundation import Foundation
from services.kit.sandbox.day_closer import DayCloser
from services.kit.sandbox.day_rounds import DayRound
from services.kit.sandbox.follower import ClockFollower
from services.kit.service_keys import generate
from tests.api.gateway.stand import Stand, standing
from tests.postgres_run import Addresses
from tests.raw_http import RawAnswer
from tests.serving import served

PATH = "/v1/sandbox/clock"
CONTRACTS = {
    name: Path(__file__).parents[3] / "services" / name / "openapi.json" for name in SERVICES
}
OWN_SETTINGS = {
    "application": {"object_store_url": "s3://unused"},
    "disbursement": {"object_store_url": "s3://unused"},
}


@dataclass(frozen=True)
class Deployment:
    """The stand at its door and, by service, what its processes stand on."""

    stand: Stand
    grounds: dict[str, Foundation]

    async def ask(
        self, method: str, body: bytes = b"", *, roles: Sequence[str] = ("trainer",)
    ) -> RawAnswer:
        """Ask the gateway about the clock, as a trainer unless somebody else is named."""
        token = self.stand.token(sub="trainer", roles=list(roles), scope="sandbox:clock")
        headers = [("Content-Type", "application/json")] if body else []
        return await self.stand.ask(method, PATH, headers, body, token=token)

    async def close_days(self, *names: str, rounds: Sequence[DayRound] = ()) -> None:
        """What the workers of these services do, all of them by default."""
        for name in names or SERVICES:
            await closer(self.sessions(name), rounds).run()

    def sessions(self, name: str) -> Sessions:
        """Sessions of one service."""
        return self.grounds[name].resources.sessions


def closer(sessions: Sessions, rounds: Sequence[DayRound] = ()) -> DayCloser:
    """A worker's closer with a clock of its own."""
    return DayCloser(ClockFollower(sessions, SandboxClock()), rounds)


@asynccontextmanager
async def deployed(
    database: Addresses, folder: Path, *, is_sandbox: bool = True, absent: Sequence[str] = ()
) -> AsyncIterator[Deployment]:
    """Run a deployment in development; the gateway looks for the `absent` where nobody is."""
    keys_dir = folder / "keys"
    generate(keys_dir, ["gateway", *SERVICES])
    async with AsyncExitStack() as opened:
        grounds, upstreams = {}, {}
        for name in SERVICES:
            ground, app = _app(name, database, keys_dir, is_sandbox=is_sandbox)
            grounds[name] = ground
            upstreams[name] = (await opened.enter_async_context(served(app)),)
        upstreams |= dict.fromkeys(absent, ("http://127.0.0.1:1",))
        stand_folder = folder / "stand"
        stand_folder.mkdir()
        stand = await opened.enter_async_context(
            standing(
                stand_folder,
                sandbox=is_sandbox,
                keys_dir=keys_dir,
                contracts=CONTRACTS,
                upstreams=upstreams,
            )
        )
        yield Deployment(stand, grounds)


def _app(
    name: str, database: Addresses, keys_dir: Path, *, is_sandbox: bool
) -> tuple[Foundation, FastAPI]:
    field_keys_file = keys_dir / f"{name}.fields.json"
    generate_field_keys(field_keys_file)
    settings = import_module(f"services.{name}.settings").Settings(
        environment="development",
        sandbox=is_sandbox,
        port=1,
        ops_port=2,
        worker_ops_port=3,
        database_url=database.url(name),
        keys_dir=keys_dir,
        field_keys_file=field_keys_file,
        **OWN_SETTINGS.get(name, {}),
    )
    main = import_module(f"services.{name}.main")
    ground = Foundation.lay(name, settings, getattr(main, "ALLOWLIST", {"svc:gateway": ("/v1/",)}))
    app: FastAPI = main.create_app(settings, ground)
    return ground, app
