"""What the running role may do to the ledgers: enough to work, and not enough to rewrite them.

A right missing on the queue's tables fails silently, one too many lets history be changed; both
are found at start, and the process refuses.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit.ledgers import QUEUE_TABLES

_ADDED_TO: Final = frozenset({"SELECT", "INSERT"})
_CHANGED: Final = _ADDED_TO | {"UPDATE"}
_EMPTIED: Final = _CHANGED | {"DELETE"}
NEEDED: Final = {
    "idempotency_keys": _ADDED_TO,
    "outbox": _ADDED_TO,
    "outbox_deliveries": _ADDED_TO,
    "delivery_attempts": _ADDED_TO,
    "parked_deliveries": _CHANGED,
    "audit": _ADDED_TO,
    "audit_seals": _ADDED_TO,
    "inbox": _CHANGED,
    "key_marks": _ADDED_TO,
    "sandbox_clock": frozenset({"SELECT", "UPDATE"}),
    **dict.fromkeys(sorted(QUEUE_TABLES), _EMPTIED),
}
# In the services that keep books.
NEEDED_WHERE_LAID: Final = {
    "journal_entries": _ADDED_TO,
    "journal_lines": _ADDED_TO,
    "ledger_accounts": frozenset({"SELECT"}),
}
NEVER: Final = frozenset({"UPDATE", "DELETE", "TRUNCATE"})
KEPT: Final = (
    *("idempotency_keys", "outbox", "outbox_deliveries", "delivery_attempts"),
    *("audit", "audit_seals", "key_marks"),
    *NEEDED_WHERE_LAID,
)

_TABLE_RIGHTS: Final = text(
    """
    SELECT wanted.name, held.right_name,
        CASE WHEN held.right_name IN ('DELETE', 'TRUNCATE')
            THEN has_table_privilege(found.oid, held.right_name)
            ELSE has_any_column_privilege(found.oid, held.right_name) END AS is_held,
        found.oid IS NOT NULL AS is_there,
        pg_get_userbyid(found.relowner) = current_user AS is_owned
    FROM unnest(CAST(:names AS text[])) AS wanted (name)
    CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])
        AS held (right_name)
    LEFT JOIN pg_class found ON found.relname = wanted.name
        AND found.relnamespace = current_schema()::regnamespace
    ORDER BY wanted.name, held.right_name
    """
)
# CASE, for the planner may ask about the right first, and it is an error to ask that of a table.
_SEQUENCES_CLOSED: Final = text(
    """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relname LIKE 'pgqueuer%'
        AND CASE relkind WHEN 'S' THEN NOT has_sequence_privilege(oid, 'USAGE') ELSE false END
    ORDER BY relname
    """
)
# Another service's schema is one that has an audit of its own.
_BEYOND: Final = text(
    """
    SELECT 'is a superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
    UNION ALL
    SELECT 'may create tables in its schema'
    WHERE has_schema_privilege(current_schema(), 'CREATE')
    UNION ALL
    SELECT 'may look into the schema ' || schema.nspname
    FROM pg_class found JOIN pg_namespace schema ON schema.oid = found.relnamespace
    WHERE found.relname = 'audit_seals' AND schema.nspname <> current_schema()
        AND has_schema_privilege(schema.oid, 'USAGE')
    """
)


class UnfitGrants(RuntimeError):
    """The role has too few rights, or too many; one plain line per fault."""


async def assert_runtime_grants(engine: AsyncEngine) -> None:
    """Return when the engine's role has the rights it is meant to have; raises `UnfitGrants`."""
    async with engine.connect() as connection:
        role = await connection.scalar(text("SELECT current_user"))
        if await connection.scalar(text("SELECT current_schema()")) is None:
            raise UnfitGrants(f"role {role} has no schema to work in: are the migrations applied?")
        faults = [*await _table_faults(connection), *await _other_faults(connection)]
    if faults:
        raise UnfitGrants("\n".join(f"role {role} {fault}" for fault in faults))


async def _table_faults(connection: AsyncConnection) -> list[str]:
    names = [*NEEDED, *NEEDED_WHERE_LAID]
    rows = await connection.execute(_TABLE_RIGHTS, {"names": names})
    held: dict[str, set[str]] = {}
    faults: list[str] = []
    for row in rows:
        if row.name in NEEDED_WHERE_LAID and not row.is_there:
            continue
        rights = held.setdefault(row.name, set())
        if row.is_held:
            rights.add(row.right_name)
        if row.right_name == "SELECT" and row.is_owned:
            faults.append(f"owns {row.name}, and so may do anything to it")
    return [*faults, *(fault for name in held for fault in _differences(name, held[name]))]


def _differences(table: str, held: set[str]) -> Iterator[str]:
    missing = {**NEEDED, **NEEDED_WHERE_LAID}[table] - held
    if missing:
        yield f"lacks {', '.join(sorted(missing))} on {table}"
    surplus = held & NEVER if table in KEPT else set()
    if surplus:
        yield f"may {', '.join(sorted(surplus))} {table}, which is only added to"


async def _other_faults(connection: AsyncConnection) -> list[str]:
    closed = await connection.scalars(_SEQUENCES_CLOSED)
    beyond = await connection.scalars(_BEYOND)
    return [*(f"lacks USAGE on {name}" for name in closed), *beyond]
