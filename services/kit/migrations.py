"""Each service's history of its schema: where it stands, and bringing it up to date.

A migration's file is `NNNN_what_it_does.py` and its revision is NNNN, so that the newest is known
without loading any of them. Applied files never change; a later release only adds.
"""

import importlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

import asyncpg

SERVICES_DIR: Final = Path(__file__).parents[1]
VERSION_TABLE: Final = "alembic_version"
CONNECT_TIMEOUT_S: Final = 10.0
_REVISION_FILE: Final = re.compile(r"(\d{4})_\w+\.py")


class Executes(Protocol):
    """What a migration's `op` can do for us."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""
        ...


class NoHistory(LookupError):
    """There is no service of this name, or it has no migrations."""


class SchemaUnreachable(Exception):
    """The database does not let us in; the message says why, without the address."""


def services_with_history() -> tuple[str, ...]:
    """The services of this installation that have a schema; an image holds only one."""
    return tuple(sorted(path.parents[1].name for path in SERVICES_DIR.glob("*/migrations/env.py")))


def scripts_of(name: str) -> Path:
    """The migrations folder of a service. Raises NoHistory."""
    if name not in services_with_history():
        raise NoHistory(f"No service '{name}' with migrations is installed.")
    return SERVICES_DIR / name / "migrations"


def head(name: str) -> str:
    """The newest revision of a service's history. Raises NoHistory."""
    files = (scripts_of(name) / "versions").iterdir()
    found = [match[1] for file in files if (match := _REVISION_FILE.fullmatch(file.name))]
    if not found:
        raise NoHistory(f"Service '{name}' has no migration yet.")
    return max(found)


async def applied(name: str, url: str) -> str | None:
    """The revision its schema stands at, asked with one query; None before the first.

    Raises SchemaUnreachable.
    """
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = type(error).__name__ if isinstance(error, ValueError) else str(error)
        raise SchemaUnreachable(f"{name}: the database cannot be reached: {reason}") from error
    try:
        found: str | None = await connection.fetchval(
            f'SELECT version_num FROM "{name}".{VERSION_TABLE}'  # noqa: S608 - a known name
        )
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return found


async def migrate_all(names: Sequence[str], urls: Mapping[str, str]) -> tuple[str, ...]:
    """Bring the schemas of `names` to their newest revision; those that had to move are returned.

    `urls` has the owner's address per name. A schema newer than this code is left as it is: a
    release taken back runs on what the next one added.
    """
    behind = [name for name in names if ((await applied(name, urls[name])) or "") < head(name)]
    if behind:
        # Loading alembic costs more than all the rest of a start with nothing to migrate.
        runner = importlib.import_module("services.kit.alembic_runner")
        for name in behind:
            await runner.upgrade(name, urls[name])
    return tuple(behind)


def grant_runtime(
    op: Executes, schema: str, table: str, *, insert_only: bool = False, deletable: bool = False
) -> None:
    """Let the service's running role, named like its schema, use `table`.

    Rows may be read and added; changed unless `insert_only`; removed only when `deletable`.
    """
    rights = ["SELECT", "INSERT"]
    if not insert_only:
        rights.append("UPDATE")
    if deletable:
        rights.append("DELETE")
    op.execute(f'GRANT {", ".join(rights)} ON "{schema}"."{table}" TO "{schema}"')


def grant_reading(op: Executes, schema: str, table: str) -> None:
    """Let the service's running role read `table`, and nothing more."""
    op.execute(f'GRANT SELECT ON "{schema}"."{table}" TO "{schema}"')
