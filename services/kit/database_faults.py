"""Which failures of the driver mean that the database is away or overloaded: 503, try again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg
from sqlalchemy.engine import ExceptionContext

from services.kit.errors import DatabaseUnavailable
from services.kit.whole_again import TransactionLost

# By class: connection lost, resources exhausted, operator intervention, system error.
UNAVAILABLE_CLASSES: Final = frozenset({"08", "53", "57", "58"})
# One by one: lock timeout, idle-in-transaction timeout, deadlock, serialization failure, and a
# primary that has become a read-only standby.
UNAVAILABLE_STATES: Final = frozenset({"55P03", "25P03", "40P01", "40001", "25006"})
# Of these, the ones by which the database ends a transaction for the sake of another.
LOST_STATES: Final = frozenset({"40P01", "40001"})


@contextmanager
def raise_unavailable() -> Iterator[None]:
    """Turn what the driver raises into what another try may cure, as the hook below does.

    Everything else, such as a refused login, stays itself.
    """
    try:
        yield
    except (OSError, TimeoutError) as error:
        raise DatabaseUnavailable from error
    except asyncpg.PostgresError as error:
        if error.sqlstate in LOST_STATES:
            raise TransactionLost from error
        if is_unavailable_state(error.sqlstate):
            raise DatabaseUnavailable from error
        raise


def translate_unavailability(context: ExceptionContext) -> None:
    """SQLAlchemy's error hook: raise DatabaseUnavailable for what another try may cure.

    `TransactionLost`, which is one, for what the very next try may cure.

    A wait that the driver gave up counts as a lost connection, which SQLAlchemy drops itself.
    """
    error = context.original_exception
    if getattr(error, "sqlstate", None) in LOST_STATES:
        raise TransactionLost from error
    if context.is_disconnect or is_unavailable_state(getattr(error, "sqlstate", None)):
        raise DatabaseUnavailable from error


def is_unavailable_state(sqlstate: str | None) -> bool:
    """Whether a Postgres error code says "away or too busy" rather than "you are wrong"."""
    if sqlstate is None:
        return False
    return sqlstate[:2] in UNAVAILABLE_CLASSES or sqlstate in UNAVAILABLE_STATES
