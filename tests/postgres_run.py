"""The Postgres of one test run: a server, a migrated template in it, a clone per worker."""

import fcntl
import hashlib
import hmac
import json
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self

import asyncpg

from deploy.local.cluster import HOST
from deploy.local.postgres import FORGETFUL, LocalPostgres
from deploy.local.roles import ensure_roles_and_schemas, in_database, owner_of, with_login
from services.kit.migrations import migrate_all

SERVICES: Final = ("application", "underwriting", "disbursement", "repayment")
# Short, and open to the account the server runs as: the usual folder of a test run is neither.
PARENT: Final = Path(tempfile.gettempdir())
PREFIX: Final = "xiaowei-tests-"


@dataclass(frozen=True)
class Addresses:
    """How to reach one database: as superuser, as each service, as each service's owner."""

    admin_dsn: str
    passwords: Mapping[str, str]

    def url(self, service: str) -> str:
        """The address of the role a service runs as."""
        return with_login(self.admin_dsn, service, self.passwords[service])

    def owner_url(self, service: str) -> str:
        """The address of the role that migrates a service's schema."""
        return with_login(self.admin_dsn, owner_of(service), self.passwords[owner_of(service)])


class PostgresRun:
    """What the processes of one test run share. The first that needs a server starts it; the
    process that began the run ends it, after all others."""

    def __init__(self, folder: Path, outside_dsn: str | None) -> None:
        self.folder = folder
        self._outside_dsn = outside_dsn
        self._life: IO[str] | None = None
        self._started: LocalPostgres | None = None

    @classmethod
    def begin(cls, outside_dsn: str | None) -> Self:
        """Begin a run, and clear away the servers of runs that were killed."""
        for left in PARENT.glob(f"{PREFIX}*"):
            _clear_if_dead(left)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=PARENT))
        folder.chmod(0o711)
        begun = cls(folder, outside_dsn)
        begun._life = (folder / "beginning").open("w")
        fcntl.flock(begun._life, fcntl.LOCK_EX)
        # Found by others only now that it is locked: nobody may take a run that begins for dead.
        (folder / "beginning").rename(folder / "life")
        return begun

    def leave(self) -> None:
        """Let the server go on without this process."""
        if self._started:
            self._started.release()

    async def end(self) -> None:
        """Drop the template of a server that is not ours, or stop and remove our own."""
        if self._outside_dsn and self._made.exists():
            await _drop_database(self._outside_dsn, self.template)
        self.leave()
        _clear(self.folder)
        if self._life:
            self._life.close()

    @property
    def template(self) -> str:
        """The migrated database that clones are made from."""
        return f"{self.folder.name}-template"

    @property
    def _made(self) -> Path:
        return self.folder / "made.json"

    async def clone(self, label: str) -> Addresses:
        """A database of one's own with the four schemas migrated and empty."""
        admin_dsn = await self._server()
        database = f"{self.folder.name}-{label}"
        await _execute(admin_dsn, f'CREATE DATABASE "{database}" TEMPLATE "{self.template}"')
        addresses = Addresses(in_database(admin_dsn, database), _passwords(admin_dsn))
        # A clone has the template's schemas and rows, but not its rights to connect.
        await ensure_roles_and_schemas(admin_dsn, database, SERVICES, addresses.passwords)
        return addresses

    async def drop(self, addresses: Addresses) -> None:
        """Drop a clone; not worth it on a server that goes as a whole."""
        if self._outside_dsn:
            await _drop_database(self._outside_dsn, addresses.admin_dsn.rpartition("/")[2])

    async def _server(self) -> str:
        """The superuser's address of a server that has the template, made once per run."""
        with _locked(self.folder / "making"):
            if self._made.exists():
                made: str = json.loads(self._made.read_text(encoding="utf-8"))["admin_dsn"]
                return made
            admin_dsn = self._outside_dsn or self._start_server()
            await self._make_template(admin_dsn)
            self._made.touch(mode=0o600)
            self._made.write_text(json.dumps({"admin_dsn": admin_dsn}), encoding="utf-8")
            return admin_dsn

    def _start_server(self) -> str:
        server = LocalPostgres(self.folder / "postgres", free_port(), settings=FORGETFUL)
        server.start()
        self._started = server
        return server.dsn()

    async def _make_template(self, admin_dsn: str) -> None:
        passwords = _passwords(admin_dsn)
        await ensure_roles_and_schemas(admin_dsn, self.template, SERVICES, passwords)
        inside = Addresses(in_database(admin_dsn, self.template), passwords)
        await migrate_all(SERVICES, {name: inside.owner_url(name) for name in SERVICES})


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _passwords(admin_dsn: str) -> dict[str, str]:
    """The same for all who know the superuser's address, and for nobody else."""
    roles = [role for name in SERVICES for role in (name, owner_of(name))]
    key = admin_dsn.rpartition("/")[0].encode()
    return {role: hmac.new(key, role.encode(), hashlib.sha256).hexdigest() for role in roles}


def _clear_if_dead(folder: Path) -> None:
    """Clear a run whose first process no longer lives; its lock went with it."""
    try:
        with (folder / "life").open() as life:
            fcntl.flock(life, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _clear(folder)
    except OSError:
        return


def _clear(folder: Path) -> None:
    if (folder / "postgres").exists():
        LocalPostgres(folder / "postgres", 0).erase()
    shutil.rmtree(folder)


async def _drop_database(admin_dsn: str, database: str) -> None:
    await _execute(admin_dsn, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


async def _execute(admin_dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(admin_dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
