"""What every service process stands on: its schema, its clock, its keys, and who may call it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Self

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.clock import SandboxClock, SystemClock
from services.kit.database import database_ready, make_engine, make_sessions
from services.kit.doors import Authenticator
from services.kit.field_keys import FieldKeys
from services.kit.health import Check
from services.kit.internal_tokens import GATEWAY, GATEWAY_ONLY, InternalAuthenticator
from services.kit.migrations import VERSION_TABLE, head
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.sandbox.schemas import CLOCK_PATH
from services.kit.service_keys import PEERS_FILE
from services.kit.settings import ServiceSettings


class SchemaBehind(Exception):
    """The schema has not been migrated to what this code needs."""


@dataclass(frozen=True, kw_only=True)
class Foundation:
    """Laid once per process from its settings; `main` builds the app on it."""

    engine: AsyncEngine
    resources: AppResources
    field_keys: FieldKeys
    authenticator: Authenticator
    checks: Mapping[str, Check]

    @classmethod
    def lay(
        cls,
        service: str,
        settings: ServiceSettings,
        allowlist: Mapping[str, tuple[str, ...]] = GATEWAY_ONLY,
    ) -> Self:
        """Read the keys and set up the pool; nothing is connected yet.

        `allowlist` is which route prefixes each neighbour may call. Raises FieldKeysUnusable,
        KeyFileUnusable and KeyRefused.
        """
        field_keys = FieldKeys.from_file(settings.field_keys_file)
        url = settings.database_url.get_secret_value()
        engine = make_engine(url, schema=service, settings=settings)
        return cls(
            engine=engine,
            resources=AppResources(
                sessions=make_sessions(engine),
                clock=SandboxClock() if settings.sandbox else SystemClock(),
                cursors=CursorCodec(field_keys.cursor),
            ),
            field_keys=field_keys,
            authenticator=InternalAuthenticator(
                audience=f"svc:{service}",
                peers=settings.keys_dir / PEERS_FILE,
                allowlist=_with_test_clock(allowlist) if settings.sandbox else allowlist,
            ),
            checks={
                "database": partial(database_ready, engine),
                "schema": partial(schema_ready, engine, service),
            },
        )

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        """Close the pool after the last request."""
        try:
            yield
        finally:
            await self.engine.dispose()


def _with_test_clock(allowlist: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {**allowlist, GATEWAY: (*allowlist.get(GATEWAY, ()), CLOCK_PATH)}


async def schema_ready(engine: AsyncEngine, service: str) -> None:
    """Return when the schema stands at this code's newest revision or beyond.

    Beyond is fine: a release taken back runs on what the next one added. Raises SchemaBehind,
    DatabaseUnavailable.
    """
    async with engine.connect() as connection:
        found = await connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - a constant
    if (found or "") < head(service):
        raise SchemaBehind(f"{service} stands at {found}, this code needs {head(service)}")
