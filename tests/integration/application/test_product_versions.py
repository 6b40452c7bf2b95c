"""What the database itself promises of products."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.application.catalogue import entry
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.samples import SAMPLES, SOLE_TRADER_CREDIT
from services.application.catalogue.schemas.written import ProductCreate
from services.application.catalogue.use_cases.activate_version import activate_version
from services.application.catalogue.use_cases.add_version import add_version
from services.application.catalogue.use_cases.create_product import create_product
from services.application.demo import seed
from services.application.domain.products import ProductVersion
from services.kit.database import Sessions
from services.kit.roles import Role
from tests.fixed_clock import FixedClock
from tests.integration.application.asking import a_caller, asked

TODAY = date(2026, 3, 10)
MAKER, APPROVER = a_caller(Role.RISK_MANAGER), a_caller(Role.ADMIN)


def _wanted(**changes: Any) -> ProductCreate:
    code = f"T{uuid4().hex.upper()[:20]}"
    body = SOLE_TRADER_CREDIT | {"code": code, "valid_from": TODAY.isoformat()}
    return ProductCreate.model_validate(body | changes)


async def _created(sessions: Sessions, **changes: Any) -> VersionRecord:
    wanted = _wanted(**changes)
    ask, results = asked(MAKER, sessions)
    await create_product(wanted.code, wanted.draft(), ask)
    record: VersionRecord = results[0]
    return record


async def _offered(sessions: Sessions, **changes: Any) -> ProductVersion:
    draft = (await _created(sessions, **changes)).version
    ask, results = asked(APPROVER, sessions)
    await activate_version(draft.code, draft.number, None, ask)
    version: ProductVersion = results[0].version
    return version


async def test_terms_come_back_as_they_went_in(application_sessions: Sessions) -> None:
    for sample in SAMPLES:
        wanted = ProductCreate.model_validate({**sample, "code": _wanted().code})
        ask, results = asked(MAKER, application_sessions)
        await create_product(wanted.code, wanted.draft(), ask)
        async with application_sessions() as session:
            kept = await entry.version_by_id(session, results[0].version.version_id)
        assert kept is not None
        assert kept.terms == wanted.draft().terms


async def test_the_active_version_is_found_by_day(application_sessions: Sessions) -> None:
    version = await _offered(application_sessions, valid_to="2026-03-12")
    async with application_sessions() as session:
        found = [
            await entry.active_version(session, version.code, TODAY + timedelta(days=days))
            for days in (-1, 0, 1, 2)
        ]
    assert [each is not None for each in found] == [False, True, True, False]
    assert found[1] == version


async def test_a_pinned_version_stays_what_it_was(application_sessions: Sessions) -> None:
    pinned = await _offered(application_sessions)
    ask, _ = asked(MAKER, application_sessions)
    await add_version(pinned.code, _wanted(rate_max="10").draft(), ask)
    ask, _ = asked(APPROVER, application_sessions)
    await activate_version(pinned.code, 2, None, ask)
    async with application_sessions() as session:
        still = await entry.version_by_id(session, pinned.version_id)
        current = await entry.active_version(session, pinned.code, TODAY)
    assert still is not None
    assert current is not None
    assert (still.terms, still.status) == (pinned.terms, "retired")
    assert (current.number, current.terms.rate_max_ppm) == (2, 100_000)


async def test_a_draft_is_not_the_active_version(application_sessions: Sessions) -> None:
    record = await _created(application_sessions)
    async with application_sessions() as session:
        assert await entry.active_version(session, record.version.code, TODAY) is None


@pytest.mark.parametrize(
    "change",
    ["rate_max_ppm = 1", "checklist = '[]'", "maker = 'somebody'", "number = 7", "titles = '{}'"],
)
async def test_the_database_refuses_to_change_terms(
    application_sessions: Sessions, change: str
) -> None:
    version = await _offered(application_sessions)
    statement = text(f"UPDATE product_versions SET {change} WHERE version_id = :id")
    with pytest.raises(IntegrityError, match="never change"):
        async with application_sessions.begin() as session:
            await session.execute(statement, {"id": version.version_id})


async def test_the_database_refuses_a_maker_who_approves(application_sessions: Sessions) -> None:
    record = await _created(application_sessions)
    statement = text(
        "UPDATE product_versions SET status = 'active', approver = maker, approved_at = now()"
        " WHERE version_id = :id"
    )
    with pytest.raises(IntegrityError, match="four_eyes"):
        async with application_sessions.begin() as session:
            await session.execute(statement, {"id": record.version.version_id})


@pytest.mark.parametrize("table", ["products", "product_versions", "parties", "consents"])
async def test_the_running_role_deletes_nothing(application_sessions: Sessions, table: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with application_sessions.begin() as session:
            await session.execute(text(f"DELETE FROM {table}"))


async def test_seeding_again_changes_nothing(application_sessions: Sessions) -> None:
    clock = FixedClock()
    count = text("SELECT count(*), max(updated_at) FROM product_versions")
    await seed(application_sessions, clock)
    async with application_sessions() as session:
        before = (await session.execute(count)).one()
    clock.advance(timedelta(days=3))
    await seed(application_sessions, clock)
    async with application_sessions() as session:
        assert (await session.execute(count)).one() == before
        for sample in SAMPLES:
            found = await entry.active_version(session, sample["code"], clock.today())
            assert found is not None
            assert (found.maker, found.approver) == ("risk_manager", "admin")


async def test_a_life_is_audited_and_told_in_order(application_sessions: Sessions) -> None:
    version = await _offered(application_sessions)
    ids = {"id": version.version_id}
    async with application_sessions() as session:
        actions = await session.scalars(
            text("SELECT action FROM audit WHERE aggregate_id = :id ORDER BY seq"), ids
        )
        topics = await session.scalars(
            text("SELECT topic FROM outbox WHERE aggregate_id = :id ORDER BY sequence"), ids
        )
        assert (
            list(actions)
            == list(topics)
            == ["product_version.drafted", "product_version.activated"]
        )
