"""The stack the stories are walked on: the one that runs, else one of their own for a while."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Final

import httpx

from deploy.demo.caller import Caller, Refused
from deploy.demo.town import CLOCK, TRAINER
from deploy.local.forgetting import forget
from deploy.local.home import Home
from deploy.local.ports import free_ports
from deploy.local.programs import gateway_url
from deploy.local.settings import SERVICES, ServicePorts, StackSettings
from deploy.local.stack import LocalStack
from deploy.local.supervision.console import Console

_PROBE_TIMEOUT_S: Final = 5.0
_PROCESSES: Final = ("port", "ops_port", "postgres_port", "bureau_port", "rail_port")
_PREFIX: Final = "xiaowei-demo-"


@asynccontextmanager
async def ground(console: Console) -> AsyncIterator[str]:
    """The address of a gateway. Raises StackRefused when none runs and none can be started."""
    url = gateway_url(StackSettings())
    if await _is_ours(url):
        console.say(f"On the stack that runs at {url}.")
        yield url
    else:
        async with _own_stack(console, url) as own_url:
            yield own_url


async def _is_ours(url: str) -> bool:
    """Whether a sandbox of ours answers there, with its seeded users."""
    try:
        async with httpx.AsyncClient(
            base_url=url, timeout=_PROBE_TIMEOUT_S, trust_env=False
        ) as http:
            await (await Caller.log_in(http, TRAINER)).get(CLOCK)
    except (Refused, httpx.HTTPError, ValueError, LookupError):
        return False
    return True


@asynccontextmanager
async def _own_stack(console: Console, url: str) -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        settings = _settings(Path(folder) / "home")
        console.say(f"Nothing of ours answers at {url}: starting a stack for the demonstration.")
        stack = LocalStack(settings, Console(StringIO()))
        try:
            await stack.start()
            yield gateway_url(settings)
        finally:
            await stack.stop()
            forget(Home(settings.home), settings.postgres_port)
            console.say("The stack of the demonstration is stopped, and its data is gone.")


def _settings(home: Path) -> StackSettings:
    """A Postgres and ports of its own, whatever is chosen for `make run`."""
    free = iter(free_ports(len(_PROCESSES) + len(SERVICES) * len(ServicePorts.model_fields)))
    own = {name: next(free) for name in _PROCESSES}
    of_services = {
        service: ServicePorts(port=next(free), ops_port=next(free), worker_ops_port=next(free))
        for service in SERVICES
    }
    return StackSettings().model_copy(
        update={"home": home, "database_url": None, **own, **of_services}
    )
