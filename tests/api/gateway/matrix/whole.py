"""The gateway in front of all four services, each a real app on a port of its own."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from tests.api.application import conftest as application
from tests.api.application.matrix import readied as of_application
from tests.api.disbursement import conftest as disbursement
from tests.api.disbursement.matrix import readied as of_disbursement
from tests.api.disbursement.payouts.conftest import street_of, strictly
from tests.api.gateway.stand import Stand, standing
from tests.api.matrix.operations import ROOT
from tests.api.matrix.readied import ReadyFor
from tests.api.repayment import conftest as repayment
from tests.api.repayment.matrix import readied as of_repayment
from tests.api.running import new_keys
from tests.api.signed_clients import RunningApp, clients_of
from tests.api.underwriting import conftest as underwriting
from tests.api.underwriting.matrix import readied as of_underwriting
from tests.integration.disbursement.rails.sandbox import Truth
from tests.postgres_run import SERVICES, Addresses
from tests.serving import served

CONTRACTS = {service: ROOT / "services" / service / "openapi.json" for service in SERVICES}


@dataclass(frozen=True)
class Whole:
    """The gateway and the services behind it: `wire` leads to it, and `ready_for` makes what an
    operation of a service needs.
    """

    stand: Stand
    wire: httpx.AsyncBaseTransport
    services: Mapping[str, RunningApp]
    ready_for: Mapping[str, ReadyFor]


@asynccontextmanager
async def whole(database: Addresses, folder: Path) -> AsyncIterator[Whole]:
    """All of it, until the end of the block."""
    keys = new_keys(folder / "keys", *SERVICES)
    async with AsyncExitStack() as opened:
        services, upstreams = {}, {}
        for name, begun in _begun(database, keys).items():
            services[name] = service = await opened.enter_async_context(begun)
            upstreams[name] = (await opened.enter_async_context(served(service.app)),)
        ready_for = await opened.enter_async_context(_ready_for(services, database, folder))
        changes = {"contracts": CONTRACTS, "upstreams": upstreams, "hosts": []}
        stand = await opened.enter_async_context(standing(folder, **changes))
        wire = await opened.enter_async_context(httpx.AsyncHTTPTransport())
        yield Whole(stand, wire, services, ready_for)


def _begun(database: Addresses, keys: Path) -> dict[str, AbstractAsyncContextManager[RunningApp]]:
    return {
        "application": application.running_at(application.settings_for(database, keys)),
        "underwriting": underwriting.running_at(underwriting.settings_for(database, keys)),
        "disbursement": disbursement.running_at(disbursement.settings_for(database, keys)),
        "repayment": repayment.running_at(repayment.settings_for(database, keys)),
    }


@asynccontextmanager
async def _ready_for(
    services: Mapping[str, RunningApp], database: Addresses, folder: Path
) -> AsyncIterator[dict[str, ReadyFor]]:
    """As at each service, asked directly; disbursement stands in its street."""
    async with AsyncExitStack() as opened:
        clients = {
            name: await opened.enter_async_context(clients_of(service))
            for name, service in services.items()
        }
        truth = Truth(folder / "rail.jsonl")
        laid_out = street_of(services["disbursement"], truth, database.admin_dsn)
        street = opened.enter_context(strictly(await opened.enter_async_context(laid_out)))
        intake = of_application.Hall.of(services["application"], clients["application"])
        cases = of_underwriting.Hall.of(services["underwriting"], clients["underwriting"])
        contracts = of_disbursement.Hall.of(clients["disbursement"], street)
        loans = of_repayment.Hall.of(services["repayment"], clients["repayment"])
        yield {
            "application": partial(of_application.readied, intake),
            "underwriting": partial(of_underwriting.readied, cases),
            "disbursement": partial(of_disbursement.readied, contracts),
            "repayment": partial(of_repayment.readied, loans),
        }
