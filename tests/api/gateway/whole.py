"""The gateway in front of all four services, each a real app on a port of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path

import httpx

from services.kit.roles import ROLE_SCOPES
from tests.api.gateway.stand import Stand, standing
from tests.api.matrix.operations import ROOT, Operation
from tests.api.running import new_keys, running, settings_of
from tests.fixed_clock import FixedClock
from tests.postgres_run import SERVICES, Addresses
from tests.serving import served

CONTRACTS = {service: ROOT / "services" / service / "openapi.json" for service in SERVICES}
STORES = {"application": "materials", "disbursement": "contracts"}


@asynccontextmanager
async def whole(database: Addresses, folder: Path) -> AsyncIterator[Stand]:
    """All of it, until the end of the block."""
    keys = new_keys(folder / "keys", *SERVICES)
    async with AsyncExitStack() as opened:
        upstreams = {}
        for service in SERVICES:
            told = settings_of(service, database, keys)
            if service in STORES:
                told["object_store_url"] = (folder / STORES[service]).as_uri()
            main = import_module(f"services.{service}.main")
            settings = import_module(f"services.{service}.settings").Settings(**told)
            run = await opened.enter_async_context(running(service, main, settings, FixedClock()))
            upstreams[service] = (await opened.enter_async_context(served(run.app)),)
        changes = {"contracts": CONTRACTS, "upstreams": upstreams, "hosts": []}
        yield await opened.enter_async_context(standing(folder, **changes))


@asynccontextmanager
async def caller(stand: Stand, operation: Operation) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody whose token opens the operation."""
    role = operation.roles[0]
    token = stand.token(roles=[role.value], scope=" ".join(sorted(ROLE_SCOPES[role])))
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=stand.address, headers=headers, trust_env=False, timeout=30
    ) as http:
        yield http
