"""A signed contract with a verified account, the worker's hands, and the rail with its truth."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.sandbox.rail.app import Pace
from deploy.sandbox.rail.truth_table import Case
from services.disbursement.destinations.underwriting import UnderwritingService
from services.disbursement.payouts.paying import Paying
from services.disbursement.rails.callback_secrets import CallbackSecrets
from services.disbursement.rails.sandbox import NAME, SANDBOX_TERMS, HttpRail
from services.kit.http import ServiceClient
from services.kit.verification import verify
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.lists import Lists
from tests.api.disbursement.payouts.street import Payee, Street, payee_with
from tests.api.signed_clients import ClientFor, RunningApp
from tests.fixed_clock import GoingClock
from tests.integration.disbursement.rails.sandbox import SECRET, Truth, running_rail
from tests.postgres_run import Addresses
from tests.serving import free_socket, served

# A machine with other work to do must not take an answer for a silence.
DEADLINE_S = 1.5
LISTS_S = 10.0
LAG = timedelta(seconds=0.2)
RETENTION = timedelta(hours=1)
LATE = timedelta(minutes=2)
PACE = Pace(
    silent_s=DEADLINE_S + 0.5,
    late_s=LATE.total_seconds(),
    retention_s=RETENTION.total_seconds(),
)
ABOVE_MINOR = 5_000_000
LIMIT_MINOR = 1_000_000

NewPayee = Callable[..., Awaitable[Payee]]


@pytest.fixture(scope="module", autouse=True)
async def audited(running_service: RunningApp) -> AsyncIterator[None]:
    """After the tests of a module the audit is whole; it is all of it that is read, so once."""
    yield
    async with running_service.sessions.begin() as session:
        await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        assert [str(each) for each in await verify(session)] == []


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    """The rail's own book."""
    return Truth(tmp_path / "rail.jsonl")


@asynccontextmanager
async def street_of(service: RunningApp, truth: Truth, admin_dsn: str) -> AsyncIterator[Street]:
    """The service on a port, the rail on another, each knowing the other's address."""
    secrets = truth.file.with_name("secrets")
    secrets.write_text(SECRET, encoding="ascii")
    state, usual = service.app.state, service.app.state.resources
    known = {NAME: CallbackSecrets.from_file(secrets)}
    state.resources = replace(usual, callback_secrets=known)
    listener, elsewhere = free_socket(), GoingClock()
    callback = f"http://127.0.0.1:{listener.getsockname()[1]}/v1/provider-callbacks/{NAME}"
    async with (
        running_rail(truth.file, callback, elsewhere, PACE) as address,
        served(Street.door_of(service), listener),
        served((lists := Lists(service.clock)).app) as lists_at,
        ServiceClient(
            "underwriting", lists_at, service.signers[service.name], timeout_s=LISTS_S
        ) as underwriting,
    ):
        terms = replace(SANDBOX_TERMS, key_retention=RETENTION, lookup_lag=LAG)
        rail = HttpRail(address, terms=terms, answer_timeout_s=DEADLINE_S)
        paying = Paying(
            service.sessions,
            service.clock,
            service.field_keys,
            rail,
            UnderwritingService(underwriting),
            ABOVE_MINOR,
        )
        yield Street(service, paying, rail, truth, callback, address, elsewhere, lists, admin_dsn)
        await rail.aclose()
    state.resources = usual


@pytest.fixture
async def street(service: RunningApp, truth: Truth, database: Addresses) -> AsyncIterator[Street]:
    """This service's."""
    async with street_of(service, truth, database.admin_dsn) as street:
        yield street


@contextmanager
def strictly(street: Street) -> Iterator[Street]:
    """The street with a limit that every payout of these tests is above."""
    state = street.service.app.state
    usual = state.resources
    state.resources = replace(usual, check_above_minor=LIMIT_MINOR)
    yield replace(street, paying=replace(street.paying, above_minor=LIMIT_MINOR))
    state.resources = usual


@pytest.fixture
def strict(street: Street) -> Iterator[Street]:
    """This street, so."""
    with strictly(street) as strict:
        yield strict


@pytest.fixture
def desk(client_for: ClientFor) -> Desk:
    """People of finance."""
    return Desk.of(client_for)


@pytest.fixture
def payee(street: Street, drawn: Draw, client_for: ClientFor) -> NewPayee:
    """A borrower whose contract is signed and whose account, of this case, is verified."""

    async def make(case: Case = Case.ORDINARY) -> Payee:
        return await payee_with(street, drawn, client_for, case)

    return make


@pytest.fixture
def books(service: RunningApp, truth: Truth) -> Books:
    """Ours and the rail's, compared."""
    return Books(service, truth)
