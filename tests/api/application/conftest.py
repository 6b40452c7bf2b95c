"""The application service as an app in this process, and callers of every kind."""

from collections.abc import AsyncIterator, Generator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from typing_extensions import override

from services.application.demo import seed
from services.application.main import ALLOWLIST, create_app
from services.application.settings import SERVICE, Settings
from services.kit.database import Sessions, make_engine, make_sessions
from services.kit.etags import etag_of
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.internal_tokens import InternalAuthenticator, InternalClaims, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.roles import ROLE_SCOPES, Role
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

AUDIENCE = f"svc:{SERVICE}"


@dataclass(frozen=True)
class ApplicationService:
    """The running app, the files it was set up from, and the clock it reads."""

    app: FastAPI
    sessions: Sessions
    clock: FixedClock
    field_keys: FieldKeys
    signer: InternalSigner
    underwriting_signer: InternalSigner

    def advance_days(self, days: int) -> None:
        """Let business days go by; the clock is put back after the test."""
        self.clock.advance(timedelta(days=days))

    def template_of(self, path: str) -> str:
        """The template of the route that answers `path`; the path itself when there is none."""
        for context in iter_route_contexts(self.app.routes):
            route = context.original_route
            if isinstance(route, APIRoute) and route.path_regex.match(path):
                return route.path_format
        return path


@dataclass
class Credentials(httpx.Auth):
    """Signs each request as the gateway would for one caller."""

    service: ApplicationService
    subject: str
    roles: frozenset[Role]
    scopes: frozenset[str]
    partner_id: UUID | None = None
    signer: InternalSigner | None = None  # the gateway's unless another is given

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Give the request a fresh internal token of its own."""
        is_read = request.method in {"GET", "HEAD"}
        path = request.url.raw_path.decode().partition("?")[0]
        claims = InternalClaims(
            audience=AUDIENCE,
            subject=self.subject,
            method=request.method,
            target=self.service.template_of(request.url.path) if is_read else path,
            roles=self.roles,
            scopes=self.scopes,
            partner_id=self.partner_id,
            idempotency_key=request.headers.get("Idempotency-Key"),
        )
        signer = self.signer or self.service.signer
        request.headers["Authorization"] = f"Bearer {signer.mint(claims)}"
        yield request


@dataclass(frozen=True)
class Client:
    """One caller; `http` sends anything, the methods send what well-behaved callers send."""

    http: httpx.AsyncClient
    credentials: Credentials
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """Who is calling."""
        return self.credentials.subject

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """Read."""
        return await self.http.get(path, params=query or None, headers=self.headers)

    async def post(
        self, path: str, body: Any = None, *, key: str | None = None, version: int | None = None
    ) -> httpx.Response:
        """Create, under a fresh Idempotency-Key unless one is given."""
        headers = self.headers | {"Idempotency-Key": key or uuid4().hex} | _if_match(version)
        return await self.http.post(path, json=body, headers=headers)

    async def patch(self, path: str, body: Any, *, version: int | None = None) -> httpx.Response:
        """Change what stands at `version`."""
        return await self.http.patch(path, json=body, headers=self.headers | _if_match(version))

    async def put(self, path: str, body: Any) -> httpx.Response:
        """Tell, as a neighbour does."""
        return await self.http.put(path, json=body, headers=self.headers)


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": etag_of(version)}


class ClientFor(Protocol):
    """Makes a caller: of one role or several, by default somebody nobody has met before."""

    def __call__(
        self,
        *roles: Role,
        subject: str | None = None,
        partner_id: UUID | None = None,
        scopes: frozenset[str] | None = None,
        signer: InternalSigner | None = None,
    ) -> Client: ...


@pytest.fixture(scope="session")
def application_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of application and its neighbours, and the field keys."""
    folder = tmp_path_factory.mktemp("keys")
    generate(folder, ("gateway", SERVICE, "underwriting"))
    generate_field_keys(folder / f"{SERVICE}.fields.json")
    return folder


@pytest.fixture(scope="session")
def application_settings(
    database: Addresses, application_keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The settings of a development process."""
    return Settings(
        environment="development",
        port=8101,
        ops_port=9101,
        worker_ops_port=9111,
        database_url=database.url(SERVICE),
        keys_dir=application_keys,
        field_keys_file=application_keys / f"{SERVICE}.fields.json",
        object_store_url=tmp_path_factory.mktemp("objects").as_uri(),
    )


@pytest.fixture(scope="session")
async def running_service(
    database: Addresses, application_settings: Settings, application_keys: Path
) -> AsyncIterator[ApplicationService]:
    """One app for the whole run; use `service`, which puts the clock back."""
    engine = make_engine(database.url(SERVICE), schema=SERVICE, settings=PoolSizes())
    field_keys = FieldKeys.from_file(application_settings.field_keys_file)
    sessions, clock = make_sessions(engine), FixedClock()
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(AUDIENCE, application_keys / PEERS_FILE, ALLOWLIST),
        checks={},
    )
    app = create_app(application_settings, foundation)
    signer, underwriting_signer = (
        InternalSigner(private_key_file(application_keys, name), f"svc:{name}")
        for name in ("gateway", "underwriting")
    )
    await seed(sessions, clock)
    async with app.router.lifespan_context(app):
        yield ApplicationService(app, sessions, clock, field_keys, signer, underwriting_signer)


@pytest.fixture
def service(running_service: ApplicationService) -> Iterator[ApplicationService]:
    """The app, with the sample products on offer; a clock that was moved is put back."""
    began_at = running_service.clock.now()
    yield running_service
    running_service.clock.advance(began_at - running_service.clock.now())


@pytest.fixture
async def client_for(service: ApplicationService) -> AsyncIterator[ClientFor]:
    """Callers of this app: `client_for(Role.BORROWER)`."""
    opened: list[httpx.AsyncClient] = []

    def make(
        *roles: Role,
        subject: str | None = None,
        partner_id: UUID | None = None,
        scopes: frozenset[str] | None = None,
        signer: InternalSigner | None = None,
    ) -> Client:
        carried = frozenset[str]().union(*(ROLE_SCOPES[role] for role in roles))
        credentials = Credentials(
            service=service,
            subject=subject or f"{'-'.join(roles) or 'nobody'}-{uuid4().hex}",
            roles=frozenset(roles),
            scopes=carried if scopes is None else scopes,
            partner_id=partner_id,
            signer=signer,
        )
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(service.app),
            base_url="http://application",
            auth=credentials,
        )
        opened.append(http)
        return Client(http, credentials)

    yield make
    for http in opened:
        await http.aclose()


@pytest.fixture
def neighbour(service: ApplicationService, client_for: ClientFor) -> Client:
    """The underwriting service's relay."""
    return client_for(subject="system:relay", signer=service.underwriting_signer)


@pytest.fixture
def anonymous(client_for: ClientFor) -> Client:
    """Somebody without a login, as the gateway introduces them."""
    return client_for(subject="anonymous")
