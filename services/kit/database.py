"""The way to Postgres: engine and sessions with every wait bounded, names and columns all share."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Final, Protocol
from uuid import UUID

import asyncpg
from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    Uuid,
    event,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import AdaptedConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from services.kit.database_faults import raise_unavailable, translate_unavailability
from services.kit.driver import compact_json
from services.kit.ledgers import SCHEMA_OPTION
from services.kit.writing_session import WritingSession

CONNECT_TIMEOUT_S: Final = 5.0
LOCK_TIMEOUT_S: Final = 2.0
STATEMENT_TIMEOUT_MS: Final = 10_000
# A process frozen inside a transaction frees its row locks after this long.
IDLE_IN_TRANSACTION_TIMEOUT_MS: Final = 5_000
# Above the server's own statement timeout: it ends a wait for a server that hangs.
COMMAND_TIMEOUT_S: Final = 12.0
CONNECTION_AGE_MAX_S: Final = 1_800
# Of each connection: what names a partition is another statement for each of them.
PREPARED_STATEMENTS_MAX: Final = 300
READINESS_TIMEOUT_S: Final = 2.0
# A machine that vanished says no goodbye: by default its session, and with it the advisory lock
# under which it told a story, would live on for two hours. So it is gone within half a minute.
_KEEPALIVES: Final[Mapping[str, str]] = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25000",
}

NAMING_CONVENTION: Final[dict[str, str]] = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

# What a mapped annotation becomes; whole numbers beyond 2^31 ask for BigInteger themselves.
COLUMN_TYPES: Final[dict[Any, TypeEngine[Any]]] = {
    str: Text(),
    int: Integer(),
    bytes: LargeBinary(),
    UUID: Uuid(),
    date: Date(),
    datetime: DateTime(timezone=True),
    dict[str, Any]: JSONB(none_as_null=True),
    list[Any]: JSONB(none_as_null=True),
}

Sessions = async_sessionmaker[AsyncSession]


class PoolSettings(Protocol):
    """How many connections a process may hold, and how long it waits for one and for a lock."""

    @property
    def pool_size(self) -> int: ...
    @property
    def pool_overflow(self) -> int: ...
    @property
    def pool_timeout_s(self) -> float: ...
    @property
    def lock_timeout_s(self) -> float: ...


class AggregateColumns:
    """What every row with a life has: its version, its audit chain, its events and its times.

    `version` is raised by whoever changes the row, once per transaction; `audit_*` and
    `event_seq` are raised by the ledgers. Times are the database's.
    """

    __mapper_args__: ClassVar[dict[str, Any]] = {"eager_defaults": True}

    version: Mapped[int] = mapped_column(default=1, server_default=text("1"), sort_order=900)
    audit_seq: Mapped[int] = mapped_column(
        BigInteger, default=0, server_default=text("0"), sort_order=901
    )
    audit_head: Mapped[bytes] = mapped_column(
        default=b"", server_default=text("''::bytea"), sort_order=902
    )
    event_seq: Mapped[int] = mapped_column(
        BigInteger, default=0, server_default=text("0"), sort_order=903
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=904)
    updated_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), onupdate=func.now(), sort_order=905
    )


def schema_metadata(schema: str) -> MetaData:
    """The table collection of one service, bound to its schema, with constraints named alike."""
    return MetaData(schema=schema, naming_convention=NAMING_CONVENTION)


def make_engine(url: str, *, schema: str, settings: PoolSettings) -> AsyncEngine:
    """An engine whose connections see `schema` alone and wait for nothing without a limit.

    `url` is a plain postgresql:// address, read by the driver, TLS options included. Where no
    connection can be had, or one is lost, or a lock is not to be had in time, work ends in
    DatabaseUnavailable and the pool heals by itself; only a wait for a pooled connection ends in
    SQLAlchemy's own TimeoutError.
    """

    async def connect() -> asyncpg.Connection:
        with raise_unavailable():
            return await asyncpg.connect(
                url,
                timeout=CONNECT_TIMEOUT_S,
                command_timeout=COMMAND_TIMEOUT_S,
                statement_cache_size=PREPARED_STATEMENTS_MAX,
                max_cached_statement_lifetime=0,  # as long as the connection: half an hour
                server_settings=dict(server_settings(schema, settings.lock_timeout_s)),
            )

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        connect_args={"prepared_statement_cache_size": PREPARED_STATEMENTS_MAX},
        pool_size=settings.pool_size,
        max_overflow=settings.pool_overflow,
        pool_timeout=settings.pool_timeout_s,
        pool_recycle=CONNECTION_AGE_MAX_S,
        json_serializer=compact_json,
        execution_options={SCHEMA_OPTION: schema},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    event.listen(engine.sync_engine, "handle_error", translate_unavailability)
    return engine


def make_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions that write in one statement what a transaction has to write.

    Their rows stay readable after the commit: an async caller cannot reload them.
    """
    return async_sessionmaker(engine, expire_on_commit=False, sync_session_class=WritingSession)


async def database_ready(engine: AsyncEngine) -> None:
    """Return when the database answers; raises DatabaseUnavailable or TimeoutError in time."""
    async with asyncio.timeout(READINESS_TIMEOUT_S), engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


def server_settings(schema: str, lock_timeout_s: float = LOCK_TIMEOUT_S) -> Mapping[str, str]:
    """What each connection asks of the server at its start."""
    return {
        "search_path": schema,
        "application_name": schema,
        "timezone": "UTC",
        "lock_timeout": str(round(lock_timeout_s * 1000)),
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_TIMEOUT_MS),
        **_KEEPALIVES,
        # Our statements are short: compiling them would take longer than running them.
        "jit": "off",
    }


def _refuse_closed(dbapi_connection: AdaptedConnection, *_: object) -> None:
    """Replace a pooled connection the server has closed.

    The driver has seen the closing, so this costs no round trip, unlike a ping per request.
    """
    if dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError
