"""A database per test: closing a day closes it for every loan in it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.kit.database import Sessions, make_engine, make_sessions
from tests.conftest import PoolSizes
from tests.postgres_run import PostgresRun


@pytest.fixture
async def sessions(postgres_run: PostgresRun) -> AsyncIterator[Sessions]:
    """Sessions of the repayment service in a database of this test's own."""
    addresses = await postgres_run.clone(f"books_{uuid4().hex[:12]}")
    engine = make_engine(addresses.url("repayment"), schema="repayment", settings=PoolSizes())
    yield make_sessions(engine)
    await engine.dispose()
    await postgres_run.drop(addresses)
