"""What each audience sees of property, and whom it warns of the same one elsewhere."""

import pytest

from services.kit.roles import Role
from tests.api.application.collaterals.test_amend_collateral import place_of
from tests.api.application.intake.applicant import (
    SECURED,
    Applicant,
    Json,
    a_borrower,
    move,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

TITLE = "粤（2019）深圳市不动产权第"


@pytest.fixture
async def other(service: RunningApp, client_for: ClientFor) -> Applicant:
    """Somebody else."""
    return await a_borrower(service, client_for)


async def warned(client: Client, collateral: Json) -> list[str] | None:
    seen: list[str] | None = expect(await client.get(place_of(collateral)), 200)["also_offered_in"]
    return seen


@pytest.mark.parametrize("role", [Role.LOAN_OFFICER, Role.UNDERWRITER, Role.APPROVER])
async def test_z7_who_works_the_case_sees_it_whole(
    borrower: Applicant, draft: Json, client_for: ClientFor, role: Role
) -> None:
    offered = await borrower.offered(draft)
    seen = expect(await client_for(role).get(place_of(offered)), 200)
    assert seen == offered | {"also_offered_in": []}


@pytest.mark.parametrize("role", [Role.RISK_MANAGER, Role.AUDITOR, Role.ADMIN, Role.SUPPORT])
async def test_z7_who_oversees_sees_it_masked(
    borrower: Applicant, draft: Json, client_for: ClientFor, role: Role
) -> None:
    offered = await borrower.offered(draft, title_number="京（2021）朝阳区不动产权第7654321号")
    seen = expect(await client_for(role).get(place_of(offered)), 200)
    shown = (seen["owner_name"], seen["title_number"], seen["place"])
    assert shown == ("王**", "****321号", "北京市东城区****")


async def test_staff_is_warned_of_the_same_property_and_borrowers_are_not(
    borrower: Applicant, draft: Json, other: Applicant, officer: Client
) -> None:
    title = f"{TITLE}{draft['id']}号"
    one = await borrower.offered(draft, title_number=title)
    assert await warned(officer, one) == []
    rival = await other.draft(product_code=SECURED)
    two = await other.offered(rival, title_number=title.replace("（2019）", " (2019) "))
    assert await warned(officer, one) == [rival["id"]]
    assert await warned(officer, two) == [draft["id"]]
    assert await warned(borrower.client, one) is None
    assert await warned(other.client, two) is None
    expect(await move(other.client, rival, "withdrawals", {}), 201)
    assert await warned(officer, one) == []


async def test_another_kind_of_the_same_number_is_another_property(
    borrower: Applicant, draft: Json, other: Applicant, officer: Client
) -> None:
    title = f"{TITLE}{draft['id']}号"
    one = await borrower.offered(draft, title_number=title)
    rival = await other.draft(product_code=SECURED)
    two = await other.offered(rival, title_number=title, kind="vehicle")
    assert await warned(officer, one) == []
    expect(await other.client.patch(place_of(two), {"kind": "shop"}, version=1), 200)
    assert await warned(officer, one) == [rival["id"]]


async def test_a_reading_kept_by_staff_is_old_once_somebody_else_offers_it(
    borrower: Applicant, draft: Json, other: Applicant, officer: Client
) -> None:
    title = f"{TITLE}{draft['id']}号"
    one = await borrower.offered(draft, title_number=title)
    etag = (await officer.get(place_of(one))).headers["ETag"]
    known = {"If-None-Match": etag}
    assert (await officer.http.get(place_of(one), headers=known)).status_code == 304
    await other.offered(await other.draft(product_code=SECURED), title_number=title)
    assert (await officer.http.get(place_of(one), headers=known)).status_code == 200
    own = (await borrower.client.get(place_of(one))).headers["ETag"]
    assert own == '"1"'


async def test_staff_is_warned_of_it_under_another_name(
    borrower: Applicant, draft: Json, other: Applicant, officer: Client
) -> None:
    title = f"{TITLE}{draft['id']}号"
    one = await borrower.offered(draft, title_number=title, kind="shop")
    rival = await other.draft(product_code=SECURED)
    await other.offered(rival, title_number=title, kind="office")
    assert await warned(officer, one) == [rival["id"]]
