"""Which database errors mean "away or too busy": nothing was done and a retry may succeed."""

from typing import Final

from asyncpg.exceptions import InterfaceError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.kit.errors import DatabaseUnavailable

# SQLSTATE classes and codes of PostgreSQL (appendix A of its manual).
_AWAY_CLASSES: Final = frozenset({"08", "53"})  # connection, insufficient resources
_AWAY_CODES: Final = frozenset(
    {
        "25P03",  # idle in transaction too long
        "40001",  # serialization failure
        "40P01",  # deadlock
        "55P03",  # lock timeout
        "57014",  # statement timeout
        "57P01",  # shut down by an administrator
        "57P02",  # crashed
        "57P03",  # starting up
        "57P05",  # idle session timeout
    }
)


def outage_of(error: BaseException) -> DatabaseUnavailable | None:
    """The outage behind `error`, or None when it is a fault of ours."""
    if isinstance(error, PoolTimeout | ConnectionError | TimeoutError):
        return DatabaseUnavailable()
    if isinstance(error, DBAPIError) and (error.connection_invalidated or _is_away(error)):
        return DatabaseUnavailable()
    return None


def _is_away(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state[:2] in _AWAY_CLASSES or state in _AWAY_CODES:
        return True
    # asyncpg also derives "you passed a wrong argument" from InterfaceError: that is our fault.
    return type(error.orig and error.orig.__cause__) is InterfaceError
