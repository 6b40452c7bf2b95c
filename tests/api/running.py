"""A service as an app in this process: the files it is set up from, and how long it runs."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from fastapi import FastAPI

from services.kit.database import make_engine, make_sessions
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.internal_tokens import InternalAuthenticator, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from services.kit.settings import ServiceSettings
from tests.api.signed_clients import RunningApp
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import SERVICES, Addresses

SIGNERS = ("gateway", *SERVICES)

S_contra = TypeVar("S_contra", bound=ServiceSettings, contravariant=True)


class Main(Protocol[S_contra]):
    """A service's `main` module."""

    @property
    def ALLOWLIST(self) -> Mapping[str, tuple[str, ...]]:  # noqa: N802 - a constant of the module
        """Which prefixes each neighbour may call."""

    def create_app(self, settings: S_contra, foundation: Foundation) -> FastAPI:
        """The service's app."""


def new_keys(folder: Path, *services: str) -> Path:
    """The folder, with the keys of all who may sign and the field keys of these services."""
    generate(folder, SIGNERS)
    for service in services:
        generate_field_keys(folder / f"{service}.fields.json")
    return folder


def settings_of(service: str, database: Addresses, keys: Path) -> dict[str, Any]:
    """What a development process of any service is told."""
    return {
        "environment": "development",
        "port": 8101,
        "ops_port": 9101,
        "worker_ops_port": 9111,
        "database_url": database.url(service),
        "keys_dir": keys,
        "field_keys_file": keys / f"{service}.fields.json",
    }


def set_up(service: str, main: Main[S_contra], settings: S_contra, clock: FixedClock) -> RunningApp:
    """The service's app on its database and that clock; the app's lifespan closes its pool."""
    url = settings.database_url.get_secret_value()
    engine = make_engine(url, schema=service, settings=PoolSizes())
    field_keys = FieldKeys.from_file(settings.field_keys_file)
    sessions = make_sessions(engine)
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(
            f"svc:{service}", settings.keys_dir / PEERS_FILE, main.ALLOWLIST
        ),
        checks={},
    )
    signers = {
        name: InternalSigner(private_key_file(settings.keys_dir, name), f"svc:{name}")
        for name in SIGNERS
    }
    app = main.create_app(settings, foundation)
    return RunningApp(service, app, sessions, clock, field_keys, signers)


@asynccontextmanager
async def running(
    service: str, main: Main[S_contra], settings: S_contra, clock: FixedClock
) -> AsyncIterator[RunningApp]:
    """The same, for the length of the block."""
    ready = set_up(service, main, settings, clock)
    async with ready.app.router.lifespan_context(ready.app):
        yield ready
