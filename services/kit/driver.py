"""Statements handed to the driver itself, inside a session's transaction.

For what every request does: through SQLAlchemy a small statement takes a multiple of this
processor time. Values are what asyncpg takes, JSON as text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, cast

import asyncpg
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from services.kit.database_faults import raise_unavailable
from services.kit.errors import DatabaseUnavailable

_FOUND: Final = "driver_within"

Found = Mapping[str, Any]


class _Within(NamedTuple):
    """The connection of one transaction of a session."""

    transaction: SessionTransaction | None
    adapted: AdaptedConnection

    @property
    def driver(self) -> asyncpg.Connection:
        return cast("asyncpg.Connection", self.adapted.driver_connection)


async def fetch(session: AsyncSession, statement: str, *arguments: object) -> list[Found]:
    """The rows of `statement`, with `$1` and so on for `arguments`; values are found by name.

    Raises `DatabaseUnavailable`, and SQLAlchemy's `IntegrityError` or `DBAPIError`.
    """
    within = _known(session.sync_session)
    if within is None:
        return await session.run_sync(_begin, statement, arguments)
    with _translated(within.driver, statement):
        return list(await within.driver.fetch(statement, *arguments))


async def fetchrow(session: AsyncSession, statement: str, *arguments: object) -> Found | None:
    """The first row, or None; otherwise as `fetch`."""
    rows = await fetch(session, statement, *arguments)
    return rows[0] if rows else None


def fetch_now(session: Session, statement: str, arguments: Sequence[object]) -> list[Found]:
    """The same from within SQLAlchemy's own work, such as a flush."""
    within = _known(session)
    if within is None:
        return _begin(session, statement, arguments)
    with _translated(within.driver, statement):
        return within.adapted.run_async(lambda driver: driver.fetch(statement, *arguments))


def _known(session: Session) -> _Within | None:
    """The connection of the session's transaction, once it has begun on the server."""
    found: _Within | None = session.info.get(_FOUND)
    is_ours = found is not None and found.transaction is _innermost(session)
    return found if is_ours else None


def _innermost(session: Session) -> SessionTransaction | None:
    """A savepoint is a transaction too: SQLAlchemy sets it when it is asked for the connection."""
    return session.get_nested_transaction() or session.get_transaction()


def _begin(session: Session, statement: str, arguments: Sequence[object]) -> list[Found]:
    """Through SQLAlchemy, which begins a transaction on the server with its first statement."""
    connection = session.connection()
    answer = connection.exec_driver_sql(statement, tuple(arguments))
    found: list[Found] = [dict(row) for row in answer.mappings()] if answer.returns_rows else []
    adapted = cast("AdaptedConnection", connection.connection.dbapi_connection)
    session.info[_FOUND] = _Within(_innermost(session), adapted)
    return found


def compact_json(value: object) -> str:
    """The text of a value for a column of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@contextmanager
def _translated(driver: asyncpg.Connection, statement: str) -> Iterator[None]:
    """Errors as SQLAlchemy would have raised them."""
    try:
        with raise_unavailable():
            yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(statement, None, error) from error
    except asyncpg.PostgresError as error:
        raise DBAPIError(statement, None, error) from error
    except asyncpg.InterfaceError as error:
        if driver.is_closed():
            raise DatabaseUnavailable from error
        raise
