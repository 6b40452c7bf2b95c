"""Looking for somebody on the lists as they stand, sealed, in a real Postgres."""

from datetime import timedelta
from typing import Any

import pytest

from services.kit.roles import Role
from services.underwriting.domain.statuses import ListStatus
from services.underwriting.watchlist.entry import Screening, Sought, screen
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.api.underwriting.telling import identity_number
from tests.api.underwriting.watchlist.listing import listed, path_of

# Names of many strokes, so that no other test lists one like them.
NAME, SAME_SOUND, OTHER = "龘靐齉", "达靐齉", "爨鬱驫"


@pytest.fixture
def keeper(client_for: ClientFor) -> Client:
    return client_for(Role.RISK_MANAGER)


async def look_for(service: RunningApp, name: str, number: str | None) -> Screening:
    async with service.sessions() as session:
        sought = [Sought("无此人也", None), Sought(name, number)]
        return await screen(session, sought, service.clock.today(), service.field_keys)


async def test_somebody_nobody_listed_is_clear(service: RunningApp) -> None:
    found = await look_for(service, OTHER, identity_number())
    assert (found.status, found.kinds, found.entry_ids, found.hits) == (
        ListStatus.CLEAR,
        (),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("kind", "status"), [("sanctions", ListStatus.HIT), ("greylist", ListStatus.POSSIBLE)]
)
async def test_the_very_person_is_found_under_another_name(
    kind: str, status: ListStatus, keeper: Client, service: RunningApp
) -> None:
    number = identity_number()
    entry = await listed(keeper, kind=kind, number=number)
    found = await look_for(service, OTHER, number)
    assert (found.status, found.kinds, found.entry_ids) == (status, (kind,), (entry["id"],))


async def test_somebody_of_the_same_sound_is_possible_until_the_entry_ends(
    keeper: Client, client_for: ClientFor, service: RunningApp
) -> None:
    tomorrow = str(service.clock.today() + timedelta(days=1))
    expiring = await listed(keeper, name=NAME, number=None, expires_on=tomorrow)
    standing = await listed(keeper, name=NAME, number=None, kind="sanctions")
    both = await look_for(service, SAME_SOUND, identity_number())
    assert both.status is ListStatus.POSSIBLE
    assert set(both.entry_ids) == {expiring["id"], standing["id"]}
    service.advance(timedelta(days=1))
    one = await look_for(service, SAME_SOUND, None)
    assert set(one.entry_ids) == {standing["id"]}
    removal = {"reason": "another person"}
    colleague = client_for(Role.RISK_MANAGER)
    expect(await colleague.post(f"{path_of(standing)}/removals", removal, version=1), 201)
    none = await look_for(service, SAME_SOUND, None)
    assert none.status is ListStatus.CLEAR


async def test_the_lists_have_another_version_when_a_name_changes(
    keeper: Client, client_for: ClientFor, service: RunningApp
) -> None:
    async def version() -> str:
        return (await look_for(service, OTHER, None)).version

    first: list[Any] = [await version(), await version()]
    entry = await listed(keeper)
    second = await version()
    change = {"is_disputed": True, "note": "the borrower wrote"}
    patched = client_for(Role.RISK_MANAGER).http.patch(
        path_of(entry), json=change, headers={"If-Match": '"1"'}
    )
    expect(await patched, 200)
    assert first[0] == first[1]
    assert len({first[0], second, await version()}) == 3
