"""A server's count of transactions, where rows of another server were loaded into it.

Outbox, audit and seals keep the number of the transaction that wrote them, and rely on a server
that counts upwards. A restored data folder goes on counting. A dump that was read into a fresh
server does not: what is written then would fall among rows that were sealed long ago.
"""

from typing import Final

import asyncpg

from services.kit.migrations import CONNECT_TIMEOUT_S

# The first number that nothing kept here has; null where nothing is kept.
_FIRST_FREE: Final = """
    SELECT greatest(
        (SELECT max(until_xid) FROM audit_seals)::text::bigint,
        (SELECT max(recorded_xid) FROM audit)::text::bigint + 1,
        (SELECT max(recorded_xid) FROM outbox)::text::bigint + 1
    )
"""
_NEXT: Final = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
# An empty transaction a number, about a million of them a second.
_COUNT_UP: Final = f"""
    DO $$ DECLARE first_free bigint := ({_FIRST_FREE});
    BEGIN
        WHILE pg_current_xact_id()::text::bigint + 1 < first_free LOOP COMMIT; END LOOP;
    END $$
"""


async def count_on(schema: str, owner_url: str) -> int | None:
    """See that the server counts on from above all that `schema` keeps.

    Returns the number it counts on from when it had to be raised. Nothing may write meanwhile.
    """
    connection = await asyncpg.connect(
        owner_url,
        timeout=CONNECT_TIMEOUT_S,
        server_settings={"application_name": "migrations", "search_path": schema},
    )
    try:
        first_free = await connection.fetchval(_FIRST_FREE)
        if first_free is None or await connection.fetchval(_NEXT) >= first_free:
            return None
        await connection.execute(_COUNT_UP)
        return int(first_free)
    finally:
        await connection.close()
