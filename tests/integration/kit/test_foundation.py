"""What a service process stands on, and what keeps it from being ready."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.database import make_engine
from services.kit.field_keys import FieldKeysUnusable, generate_field_keys
from services.kit.foundation import Foundation, SchemaBehind, schema_ready
from services.kit.service_keys import KeyFileUnusable, generate
from services.kit.settings import ServiceSettings
from tests.conftest import PoolSizes
from tests.postgres_run import SERVICES, Addresses, PostgresRun


@pytest.fixture(scope="module")
async def own_database(postgres_run: PostgresRun, worker_id: str) -> AsyncIterator[Addresses]:
    addresses = await postgres_run.clone(f"foundation-{worker_id}")
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture
def settings(own_database: Addresses, tmp_path: Path) -> ServiceSettings:
    generate(tmp_path / "keys", ["underwriting"])
    generate_field_keys(tmp_path / "fields.json")
    return ServiceSettings(
        environment="development",
        port=1,
        ops_port=2,
        worker_ops_port=3,
        database_url=own_database.url("underwriting"),
        keys_dir=tmp_path / "keys",
        field_keys_file=tmp_path / "fields.json",
    )


@pytest.mark.parametrize("service", SERVICES)
async def test_a_migrated_schema_is_ready(own_database: Addresses, service: str) -> None:
    engine = make_engine(own_database.url(service), schema=service, settings=PoolSizes())
    await schema_ready(engine, service)
    await engine.dispose()


@pytest.fixture
async def repayment(own_database: Addresses) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(own_database.url("repayment"), schema="repayment", settings=PoolSizes())
    yield engine
    await engine.dispose()


async def _stand_at(own_database: Addresses, revisions: list[str]) -> None:
    owner = await asyncpg.connect(own_database.owner_url("repayment"))
    await owner.execute("DELETE FROM repayment.alembic_version")
    for revision in revisions:
        await owner.execute("INSERT INTO repayment.alembic_version VALUES ($1)", revision)
    await owner.close()


@pytest.mark.parametrize("revisions", [["0000"], []], ids=["older", "none"])
async def test_a_schema_behind_the_code_is_not_ready(
    own_database: Addresses, repayment: AsyncEngine, revisions: list[str]
) -> None:
    await _stand_at(own_database, revisions)
    with pytest.raises(SchemaBehind):
        await schema_ready(repayment, "repayment")


async def test_a_schema_ahead_of_the_code_is_ready(
    own_database: Addresses, repayment: AsyncEngine
) -> None:
    await _stand_at(own_database, ["9999"])
    await schema_ready(repayment, "repayment")


async def test_every_check_of_a_new_foundation_passes(settings: ServiceSettings) -> None:
    foundation = Foundation.lay("underwriting", settings)
    assert sorted(foundation.checks) == ["database", "schema"]
    for check in foundation.checks.values():
        await check()
    await foundation.engine.dispose()


async def test_missing_keys_refuse_the_start(settings: ServiceSettings, tmp_path: Path) -> None:
    without_peers = settings.model_copy(update={"keys_dir": tmp_path / "none"})
    with pytest.raises(KeyFileUnusable):
        Foundation.lay("underwriting", without_peers)
    without_fields = settings.model_copy(update={"field_keys_file": tmp_path / "none.json"})
    with pytest.raises(FieldKeysUnusable):
        Foundation.lay("underwriting", without_fields)
