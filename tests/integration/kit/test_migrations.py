"""Histories of the four schemas, against a real Postgres."""

from services.kit.migrations import applied, head
from tests.postgres_run import SERVICES, Addresses


async def test_every_schema_stands_at_its_head(database: Addresses) -> None:
    for name in SERVICES:
        assert await applied(name, database.owner_url(name)) == head(name)
