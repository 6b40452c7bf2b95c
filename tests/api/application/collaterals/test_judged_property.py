"""Papers that were judged were judged for one property: no other takes its place."""

from datetime import timedelta

import pytest

from services.kit.roles import Role
from tests.api.application.collaterals.test_amend_collateral import amend, place_of
from tests.api.application.intake.applicant import (
    SECURED,
    Applicant,
    Json,
    a_property,
    move,
    path_of,
    yuan,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

ANOTHER = a_property(title_number="沪（2021）黄字不动产权第000009号")
SWAPS: dict[str, Json] = {
    "kind": {"kind": "home"},
    "owner": {"owner": "third_party"},
    "owner_name": {"owner_name": "李小红"},
    "title_number": {"title_number": ANOTHER["title_number"]},
    "place": {"place": "上海市静安区示例路9号"},
}


@pytest.fixture
async def submitted(borrower: Applicant) -> Json:
    """An application on property, on an officer's desk."""
    return await borrower.submitted(product_code=SECURED)


async def judge(
    client: Client, borrower: Applicant, application: Json, name: str, body: Json
) -> None:
    """Review or waive the title deed."""
    version = (await borrower.material(application, "title_deed"))["version"]
    path = path_of(application, "materials", "title_deed", name)
    expect(await client.post(path, body, version=version), 201)


async def asked_for_more(officer: Client, service: RunningApp, application: Json) -> Json:
    """The application, back with its borrower for a statement."""
    supplement = {
        "items": [{"item": "bank_statement", "reason": "two months are missing"}],
        "due_on": (service.clock.today() + timedelta(days=7)).isoformat(),
    }
    return expect(await move(officer, application, "supplement-requests", supplement), 201)


@pytest.fixture
async def judged(
    borrower: Applicant, officer: Client, service: RunningApp, submitted: Json
) -> Json:
    """The same with its title deed verified, back with its borrower."""
    await judge(officer, borrower, submitted, "reviews", {"outcome": "verified"})
    return await asked_for_more(officer, service, submitted)


async def offered_in(borrower: Applicant, application: Json) -> Json:
    (offered,) = expect(await borrower.client.get(path_of(application, "collaterals")), 200)["data"]
    assert isinstance(offered, dict)
    return offered


@pytest.mark.parametrize("member", SWAPS)
async def test_what_the_papers_were_verified_for_does_not_change(
    borrower: Applicant, judged: Json, member: str
) -> None:
    offered = await offered_in(borrower, judged)
    refused(await amend(borrower, offered, **SWAPS[member]), 409, "property_fixed")
    assert await offered_in(borrower, judged) == offered


async def test_neither_is_it_taken_back_for_another(borrower: Applicant, judged: Json) -> None:
    offered = await offered_in(borrower, judged)
    back = await borrower.client.delete(place_of(offered), version=offered["version"])
    refused(back, 409, "property_fixed")
    another = await borrower.client.post(path_of(judged, "collaterals"), ANOTHER)
    refused(another, 409, "property_fixed")
    assert await offered_in(borrower, judged) == offered


async def test_amounts_still_change_and_so_does_what_says_the_same(
    borrower: Applicant, judged: Json
) -> None:
    offered = await offered_in(borrower, judged)
    changes = {"declared_value": yuan(1_500_000), "prior_liens": yuan(1), "kind": offered["kind"]}
    amended = expect(await amend(borrower, offered, **changes), 200)
    assert amended["declared_value"] == yuan(1_500_000)


async def test_a_waiver_is_for_one_property_too(
    borrower: Applicant,
    officer: Client,
    client_for: ClientFor,
    service: RunningApp,
    submitted: Json,
) -> None:
    asked = await asked_for_more(officer, service, submitted)
    offered = await offered_in(borrower, asked)
    expect(await borrower.client.delete(place_of(offered), version=offered["version"]), 204)
    approver = client_for(Role.APPROVER)
    await judge(approver, borrower, asked, "waivers", {"reason": "it is in our own files"})
    another = await borrower.client.post(path_of(asked, "collaterals"), ANOTHER)
    refused(another, 409, "property_fixed")


async def test_the_way_out_is_a_rejection_and_an_application_of_the_other(
    borrower: Applicant, officer: Client, judged: Json
) -> None:
    rejection = {"reason_code": "other", "reason": "another shop is meant"}
    expect(await move(officer, judged, "rejections", rejection), 201)
    anew = await borrower.draft(product_code=SECURED)
    await borrower.offered(anew, title_number=ANOTHER["title_number"])
