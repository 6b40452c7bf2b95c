"""The running role has its rights and no more; a start with others is refused, each one named."""

import itertools

import asyncpg
import pytest

from services.kit.database import make_engine
from services.kit.grants import (
    KEPT,
    NEEDED,
    NEEDED_WHERE_LAID,
    UnfitGrants,
    assert_runtime_grants,
)
from tests.conftest import PoolSizes
from tests.integration.kit.notes import Notes
from tests.postgres_run import SERVICES, Addresses


async def refusal_of(notes: Notes) -> str:
    with pytest.raises(UnfitGrants) as refused:
        await assert_runtime_grants(notes.engine)
    return str(refused.value)


@pytest.mark.parametrize("service", SERVICES)
async def test_o4_every_migrated_service_has_exactly_its_rights(
    database: Addresses, service: str
) -> None:
    engine = make_engine(database.url(service), schema=service, settings=PoolSizes())
    try:
        await assert_runtime_grants(engine)
    finally:
        await engine.dispose()


async def test_the_rights_as_migrated_are_accepted(notes: Notes) -> None:
    await assert_runtime_grants(notes.engine)


async def test_a_missing_right_is_refused_by_name(notes: Notes) -> None:
    all_tables = {**NEEDED, **NEEDED_WHERE_LAID}
    wanted = [(table, right) for table, rights in all_tables.items() for right in sorted(rights)]
    for table, right in wanted:
        await notes.admin.execute(f"REVOKE {right} ON notes.{table} FROM notes")
        assert await refusal_of(notes) == f"role notes lacks {right} on {table}"
        await notes.admin.execute(f"GRANT {right} ON notes.{table} TO notes")
    await assert_runtime_grants(notes.engine)


async def test_a_closed_sequence_is_refused(notes: Notes) -> None:
    await notes.admin.execute("REVOKE USAGE ON SEQUENCE notes.pgqueuer_id_seq FROM notes")
    assert await refusal_of(notes) == "role notes lacks USAGE on pgqueuer_id_seq"


async def test_o4_a_right_to_rewrite_history_is_refused(notes: Notes) -> None:
    for table, right in itertools.product(KEPT, ("UPDATE", "DELETE", "TRUNCATE")):
        await notes.admin.execute(f"GRANT {right} ON notes.{table} TO notes")
        assert await refusal_of(notes) == f"role notes may {right} {table}, which is only added to"
        await notes.admin.execute(f"REVOKE {right} ON notes.{table} FROM notes")
    await assert_runtime_grants(notes.engine)


async def test_o4_a_right_to_rewrite_one_column_is_refused(notes: Notes) -> None:
    await notes.admin.execute("GRANT UPDATE (actor) ON notes.audit TO notes")
    assert await refusal_of(notes) == "role notes may UPDATE audit, which is only added to"


async def test_o4_a_right_to_make_tables_is_refused(notes: Notes) -> None:
    await notes.admin.execute("GRANT CREATE ON SCHEMA notes TO notes")
    assert await refusal_of(notes) == "role notes may create tables in its schema"


async def test_o4_a_look_into_anothers_schema_is_refused(notes: Notes) -> None:
    await notes.admin.execute("CREATE SCHEMA other")
    await notes.admin.execute("CREATE TABLE other.audit_seals ()")
    await assert_runtime_grants(notes.engine)
    await notes.admin.execute("GRANT USAGE ON SCHEMA other TO notes")
    assert await refusal_of(notes) == "role notes may look into the schema other"


async def test_o4_the_owner_of_the_tables_is_refused(notes: Notes) -> None:
    engine = make_engine(notes.owner_url, schema="notes", settings=PoolSizes())
    try:
        with pytest.raises(UnfitGrants, match="role notes_owner owns audit, and so may do"):
            await assert_runtime_grants(engine)
    finally:
        await engine.dispose()


async def test_a_schema_that_was_never_migrated_is_refused_plainly(notes: Notes) -> None:
    await notes.admin.execute("DROP TABLE notes.audit_seals")
    assert "role notes lacks INSERT, SELECT on audit_seals" in await refusal_of(notes)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM underwriting.audit",
        "UPDATE application.audit SET actor = 'x'",
        "DELETE FROM application.outbox",
        "TRUNCATE application.audit_seals",
        "CREATE TABLE application.mine ()",
        "ALTER TABLE application.audit DISABLE TRIGGER ALL",
        "DROP TABLE application.audit",
        "CREATE TABLE public.mine ()",
    ],
)
async def test_o4_a_service_role_is_refused_by_the_database_itself(
    database: Addresses, statement: str
) -> None:
    connection = await asyncpg.connect(database.url("application"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()
