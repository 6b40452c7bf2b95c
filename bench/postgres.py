"""A server of a benchmark's own, as durable as a real one, with one service's schema in it."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.postgres import LocalPostgres
from deploy.local.roles import ensure_roles_and_schemas, in_database, owner_of, with_login
from services.kit.migrations import migrate_all
from tests.postgres_run import free_port

DATABASE: Final = "bench"
# What a small server of one's own would have; the defaults are for a laptop of long ago.
SETTINGS: Final[Mapping[str, str]] = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
}


@dataclass(frozen=True)
class BenchDatabase:
    """How to reach it: as superuser, and as the service."""

    admin_dsn: str
    service_dsn: str


@asynccontextmanager
async def durable_database(service: str) -> AsyncIterator[BenchDatabase]:
    """A migrated database on a server that is gone afterwards."""
    with _server() as server:
        yield await _migrated(server, service)


@contextmanager
def _server() -> Iterator[LocalPostgres]:
    with tempfile.TemporaryDirectory(prefix="xiaowei-bench-") as folder:
        Path(folder).chmod(0o711)
        server = LocalPostgres(Path(folder) / "postgres", free_port(), settings=SETTINGS)
        server.start()
        try:
            yield server
        finally:
            server.erase()


async def _migrated(server: LocalPostgres, service: str) -> BenchDatabase:
    passwords = {role: secrets.token_hex(16) for role in (service, owner_of(service))}
    await ensure_roles_and_schemas(server.dsn(), DATABASE, [service], passwords)
    inside = in_database(server.dsn(), DATABASE)
    owner = owner_of(service)
    await migrate_all([service], {service: with_login(inside, owner, passwords[owner])})
    return BenchDatabase(inside, with_login(inside, service, passwords[service]))
