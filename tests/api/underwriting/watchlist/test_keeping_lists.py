"""Listing, reading, changing and removing names: list_name, amend_entry, remove_entry."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select, text

from services.kit.identifiers import uuid_of
from services.kit.ledgers import audit, outbox
from services.kit.roles import Role
from services.underwriting.watchlist.tables import WatchlistRow
from services.underwriting.watchlist.use_cases import list_name
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.underwriting.telling import another
from tests.api.underwriting.watchlist.listing import a_name, listed, path_of

REASON = {"reason": "Listed in error"}


@pytest.fixture
def keeper(client_for: ClientFor) -> Client:
    """A risk manager, who keeps the lists."""
    return client_for(Role.RISK_MANAGER)


@pytest.fixture
def colleague(client_for: ClientFor) -> Client:
    """Another one."""
    return client_for(Role.RISK_MANAGER)


async def ledgers_of(service: RunningApp, entry: dict[str, Any]) -> tuple[list[str], list[str]]:
    entry_id = uuid_of("wle", entry["id"])
    async with service.sessions() as session:
        actions = await session.scalars(
            select(audit.c.action).where(audit.c.aggregate_id == entry_id).order_by(audit.c.seq)
        )
        topics = await session.scalars(
            select(outbox.c.topic)
            .where(outbox.c.aggregate_id == entry_id)
            .order_by(outbox.c.sequence)
        )
        return list(actions), list(topics)


async def amended(who: Client, entry: dict[str, Any], version: int, **change: Any) -> Response:
    """What one is answered who changes an entry."""
    said = change | {"note": "see the file"}
    return await who.http.patch(path_of(entry), json=said, headers={"If-Match": f'"{version}"'})


async def test_a_name_is_listed_and_read_back(
    keeper: Client, client_for: ClientFor, service: RunningApp
) -> None:
    wanted = a_name(number="11010119900307123x")
    answer = await keeper.post("/v1/watchlist", wanted)
    entry = expect(answer, 201)
    assert answer.headers["Location"] == path_of(entry)
    assert answer.headers["ETag"] == '"1.1"'
    shown = expect(await client_for(Role.UNDERWRITER).get(path_of(entry)), 200)
    assert shown == entry | {"name": wanted["name"]}
    assert shown["number"] == "110101********123X"
    assert (shown["status"], shown["is_counting"], shown["removal"]) == ("standing", True, None)
    assert shown["added_by"] == keeper.subject
    assert await ledgers_of(service, entry) == (
        ["watchlist_entry.added"],
        ["watchlist_entry.added"],
    )


async def test_who_only_oversees_sees_masked_names(keeper: Client, client_for: ClientFor) -> None:
    entry = await listed(keeper, name="示例某人")
    shown = expect(await client_for(Role.AUDITOR).get(path_of(entry)), 200)
    assert shown["name"] == "示***"


async def test_o1_a_listed_name_lies_nowhere_in_the_open(
    keeper: Client, colleague: Client, service: RunningApp
) -> None:
    """Not in its row, nor in the kept replies, the audit or the outbox."""
    entry = await listed(keeper, name="金丝雀某某", number="110101198807047313")
    path = path_of(entry)
    expect(await keeper.http.patch(path, json={"source": "court", "note": "a court said so"},
                                   headers={"If-Match": '"1"'}), 200)  # fmt: skip
    expect(await colleague.post(f"{path}/removals", REASON, version=2), 201)
    async with service.sessions() as session:
        for table in ("watchlist_entries", "idempotency_keys", "audit", "outbox"):
            rows = "\n".join(await session.scalars(text(f"SELECT t::text FROM {table} t")))
            for secret in ("金丝雀某某", "110101198807047313"):
                assert secret not in rows, table
                assert secret.encode().hex() not in rows, table


async def test_the_same_number_is_on_a_list_once(keeper: Client) -> None:
    wanted = a_name()
    expect(await keeper.post("/v1/watchlist", wanted), 201)
    refused(await keeper.post("/v1/watchlist", wanted), 409, "watchlist_entry_exists")
    expect(await keeper.post("/v1/watchlist", wanted | {"kind": "greylist"}), 201)
    expect(await keeper.post("/v1/watchlist", wanted | {"number": None}), 201)


async def test_ten_listings_of_one_number_at_once_make_one_entry(keeper: Client) -> None:
    wanted = a_name()
    answers = await asyncio.gather(*(keeper.post("/v1/watchlist", wanted) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 9]


async def test_f2_the_same_listing_again_is_the_same_answer(keeper: Client) -> None:
    wanted = a_name()
    first = await keeper.post("/v1/watchlist", wanted, key="listing-once")
    again = await keeper.post("/v1/watchlist", wanted, key="listing-once")
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await keeper.post("/v1/watchlist", a_name(), key="listing-once")
    refused(other, 422, "idempotency_key_reused")


async def test_a_removed_name_stays_to_be_read_and_may_be_listed_anew(
    keeper: Client, colleague: Client, service: RunningApp
) -> None:
    wanted = a_name()
    entry = expect(await keeper.post("/v1/watchlist", wanted), 201)
    removed = expect(await colleague.post(f"{path_of(entry)}/removals", REASON, version=1), 201)
    assert (removed["status"], removed["is_counting"]) == ("removed", False)
    assert removed["removal"]["removed_by"] == colleague.subject
    assert removed["removal"]["reason"] == REASON["reason"]
    assert expect(await keeper.get(path_of(entry)), 200)["removal"] == removed["removal"]
    expect(await keeper.post("/v1/watchlist", wanted), 201)
    assert (await ledgers_of(service, entry))[0] == [
        "watchlist_entry.added",
        "watchlist_entry.removed",
    ]


async def test_z5_nobody_removes_what_they_listed(keeper: Client) -> None:
    entry = await listed(keeper)
    answer = await keeper.post(f"{path_of(entry)}/removals", REASON, version=1)
    refused(answer, 403, "own_work")
    assert expect(await keeper.get(path_of(entry)), 200)["status"] == "standing"


@pytest.mark.parametrize(
    "change", [{"expires_on": "2026-11-24"}, {"expires_on": "2030-12-31"}, {"is_disputed": True}]
)
async def test_z5_nobody_weakens_what_they_listed(
    change: dict[str, Any], keeper: Client, colleague: Client
) -> None:
    entry = await listed(keeper, expires_on="2031-01-01")
    refused(await amended(keeper, entry, 1, **change), 403, "own_work")
    assert expect(await keeper.get(path_of(entry)), 200) == entry | {"name": a_name()["name"]}
    expect(await amended(colleague, entry, 1, **change), 200)


async def test_whoever_listed_a_name_may_give_it_an_end_no_more_than_take_it_off(
    keeper: Client, colleague: Client
) -> None:
    entry = await listed(keeper, expires_on=None)
    refused(await amended(keeper, entry, 1, expires_on="2099-01-01"), 403, "own_work")
    expect(await amended(colleague, entry, 1, expires_on="2099-01-01"), 200)


async def test_what_was_removed_is_not_removed_or_changed_again(
    keeper: Client, colleague: Client
) -> None:
    entry = await listed(keeper)
    path = path_of(entry)
    expect(await colleague.post(f"{path}/removals", REASON, version=1), 201)
    again = await colleague.post(f"{path}/removals", REASON, version=2)
    refused(again, 409, "transition_not_allowed")
    change = {"is_disputed": True, "note": "too late"}
    answer = await keeper.http.patch(path, json=change, headers={"If-Match": '"2"'})
    refused(answer, 409, "transition_not_allowed")


async def test_an_entry_is_disputed_settled_and_prolonged(
    keeper: Client, colleague: Client, service: RunningApp
) -> None:
    entry = await listed(keeper, expires_on=None)
    changes: list[tuple[Client, dict[str, Any]]] = [
        (colleague, {"is_disputed": True}),
        (keeper, {"is_disputed": False, "source": "court"}),
        (colleague, {"expires_on": "2030-01-01", "reason": "Extended"}),
        (keeper, {"expires_on": None}),
    ]
    seen = []
    for version, (who, change) in enumerate(changes, start=1):
        shown = expect(await amended(who, entry, version, **change), 200)
        assert shown["version"] == version + 1
        seen.append((shown["status"], shown["source"], shown["reason"], shown["expires_on"]))
    source, reason = entry["source"], entry["reason"]
    assert seen == [
        ("disputed", source, reason, None),
        ("standing", "court", reason, None),
        ("standing", "court", "Extended", "2030-01-01"),
        ("standing", "court", "Extended", None),
    ]
    assert (await ledgers_of(service, entry))[0].count("watchlist_entry.amended") == 4


async def test_a_change_that_changes_nothing_is_none(keeper: Client, service: RunningApp) -> None:
    entry = await listed(keeper)
    change = {"source": entry["source"], "is_disputed": False, "note": "as it was"}
    answer = await keeper.http.patch(path_of(entry), json=change, headers={"If-Match": '"1"'})
    assert expect(answer, 200)["version"] == 1
    assert (await ledgers_of(service, entry))[0] == ["watchlist_entry.added"]


async def test_a_stale_version_is_refused(keeper: Client, colleague: Client) -> None:
    entry = await listed(keeper)
    path = path_of(entry)
    expect(await amended(colleague, entry, 1, is_disputed=True), 200)
    refused(await amended(colleague, entry, 1, is_disputed=True), 412, "version_changed")
    refused(await colleague.post(f"{path}/removals", REASON, version=1), 412, "version_changed")
    refused(await colleague.post(f"{path}/removals", REASON), 428, "if_match_required")


async def test_an_entry_counts_until_it_expires(keeper: Client, service: RunningApp) -> None:
    today = service.clock.today()
    entry = await listed(keeper, expires_on=str(today + timedelta(days=2)))
    assert entry["is_counting"]
    known = {"If-None-Match": (await keeper.get(path_of(entry))).headers["ETag"]}
    again = await keeper.http.get(path_of(entry), headers=keeper.headers | known)
    assert again.status_code == 304
    service.advance(timedelta(days=2))
    shown = expect(await keeper.http.get(path_of(entry), headers=keeper.headers | known), 200)
    assert (shown["status"], shown["is_counting"]) == ("standing", False)


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"kind": "redlist"}, "/kind"),
        ({"listed_as": "ship"}, "/listed_as"),
        ({"name": ""}, "/name"),
        ({"name": "***"}, "/name"),
        ({"name": "王" * 201}, "/name"),
        ({"name": "王\n小明"}, "/name"),
        ({"number": ""}, "/number"),
        ({"number": "110101 1990"}, "/number"),
        ({"number": "1" * 33}, "/number"),
        ({"source": "  "}, "/source"),
        ({"reason": ""}, "/reason"),
        ({"reason": "x" * 501}, "/reason"),
        ({"expires_on": "2026-03-10"}, "/expires_on"),
        ({"expires_on": "2020-01-01"}, "/expires_on"),
        ({"expires_on": "tomorrow"}, "/expires_on"),
        ({"added_by": "somebody"}, "/added_by"),
    ],
)
async def test_a_wrong_field_is_pointed_at(
    changed: dict[str, Any], pointer: str, keeper: Client
) -> None:
    answer = await keeper.post("/v1/watchlist", a_name(**changed))
    problem = refused(answer, 422, "validation_failed")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


@pytest.mark.parametrize(
    "change",
    [
        {"note": "nothing else"},
        {"source": "court"},
        {"source": None, "note": "x"},
        {"is_disputed": None, "note": "x"},
        {"name": "李强", "note": "x"},
        {"expires_on": "2020-01-01", "note": "x"},
    ],
)
async def test_a_change_without_sense_is_refused(change: dict[str, Any], keeper: Client) -> None:
    entry = await listed(keeper)
    answer = await keeper.http.patch(path_of(entry), json=change, headers={"If-Match": '"1"'})
    refused(answer, 422, "validation_failed")
    assert expect(await keeper.get(path_of(entry)), 200)["version"] == 1


async def test_lists_are_filtered_and_paged(client_for: ClientFor) -> None:
    keeper = client_for(Role.RISK_MANAGER)
    mine = [
        await listed(keeper, kind="politically_exposed", listed_as=listed_as)
        for listed_as in ("person", "business", "person", "person")
    ]
    people = [entry["id"] for entry in mine if entry["listed_as"] == "person"]
    wanted = {"kind": "politically_exposed", "listed_as": "person", "status": "standing"}
    first = expect(await keeper.get("/v1/watchlist", limit=2, **wanted), 200)
    rest = expect(
        await keeper.get("/v1/watchlist", limit=2, cursor=first["next_cursor"], **wanted), 200
    )
    assert [entry["id"] for entry in (*first["data"], *rest["data"])][:3] == people[::-1]
    removed = expect(await keeper.get("/v1/watchlist", status="removed", limit=100), 200)
    assert {entry["status"] for entry in removed["data"]} <= {"removed"}
    refused(await keeper.get("/v1/watchlist", kind="redlist"), 422, "validation_failed")
    refused(await keeper.get("/v1/watchlist", name="王"), 400, "unknown_query_parameter")


async def test_full_lists_take_no_more(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    await listed(keeper)
    monkeypatch.setattr(list_name, "ENTRIES_MAX", 1)
    refused(await keeper.post("/v1/watchlist", a_name()), 409, "watchlist_full")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RISK_MANAGER}))
async def test_z3_nobody_else_keeps_the_lists(
    role: Role, client_for: ClientFor, keeper: Client, service: RunningApp
) -> None:
    entry, other = await listed(keeper), client_for(role)
    path = path_of(entry)
    refused(await other.post("/v1/watchlist", a_name()), 403, "insufficient_scope")
    refused(await other.post(f"{path}/removals", REASON, version=1), 403, "insufficient_scope")
    may_read = role in {Role.UNDERWRITER, Role.AUDITOR}
    for read in (path, "/v1/watchlist"):
        assert (await other.get(read)).status_code == (200 if may_read else 403)
    async with service.sessions() as session:
        row = await session.get_one(WatchlistRow, uuid_of("wle", entry["id"]))
    assert row.version == 1


async def test_what_never_was_is_not_found(keeper: Client) -> None:
    path = f"/v1/watchlist/{another('wle')}"
    refused(await keeper.get(path), 404, "not_found")
    refused(await keeper.post(f"{path}/removals", REASON, version=1), 404, "not_found")
