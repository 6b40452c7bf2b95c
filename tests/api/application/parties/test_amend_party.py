"""Changing a party: `amend_party` over HTTP."""

import asyncio

import pytest
from sqlalchemy import text

from services.application.parties.entry import fix_identity
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.api.application.parties.people import (
    OTHER_IDENTITY,
    register_business,
    register_person,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp


async def test_what_is_sent_changes_and_the_rest_stays(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    before = (await borrower.get(path)).json()
    changed = await borrower.patch(path, {"mobile": "+8613900139000"}, version=1)
    assert changed.status_code == 200, changed.text
    assert changed.headers["ETag"] == '"2"'
    after = changed.json()
    differing = {name for name in after if after[name] != before[name]}
    assert differing == {"mobile", "version", "updated_at"}
    assert after["mobile"] == "139****9000"
    assert (await borrower.get(path)).json() == after


async def test_null_clears_what_may_be_empty_and_nothing_else(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    cleared = await borrower.patch(
        path, {"bank_card": None, "marital_status": None, "identity_valid_to": None}, version=1
    )
    assert [cleared.json()[name] for name in ("bank_card_last4", "marital_status")] == [None, None]
    for name in ("name", "mobile", "address", "customer_type", "identity_number"):
        answer = await borrower.patch(path, {name: None}, version=2)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")


async def test_a_change_to_what_already_is_changes_nothing(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    same = await borrower.patch(path, {"name": "王小明", "mobile": "+8613800138000"}, version=1)
    assert (same.status_code, same.headers["ETag"]) == (200, '"1"')
    assert (await borrower.get(path)).json()["version"] == 1


async def test_a_business_may_get_another_representative_and_type(
    partner: Client,
) -> None:
    first = await register_person(partner)
    second = await register_person(partner, identity_number=OTHER_IDENTITY)
    path = f"/v1/parties/{await register_business(partner, first)}"
    changes = {"legal_representative_id": second, "customer_type": "startup", "employees": 13}
    changed = await partner.patch(path, changes, version=1)
    assert changed.status_code == 200, changed.text
    assert {name: changed.json()[name] for name in changes} == changes
    absent = {"legal_representative_id": "party_01h455vb4pex5vsknk084sn02q"}
    refused = await partner.patch(path, absent, version=2)
    assert refused.json()["errors"][0]["code"] == "person_not_found"
    assert (await partner.get(path)).json()["legal_representative_id"] == second


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"employees": 3}, "/employees", "field_not_of_this_kind"),
        ({"mobile": "10086"}, "/mobile", "mobile_format"),
        ({"identity_number": "110101199003070004"}, "/identity_number", "identity_check_digit"),
        ({"customer_type": "enterprise"}, "/customer_type", "customer_type_not_of_this_kind"),
        ({"kind": "business"}, "/kind", "extra_forbidden"),
        ({"version": 7}, "/version", "extra_forbidden"),
        ({"owner": "me"}, "/owner", "extra_forbidden"),
        ({}, "", "nothing_to_change"),
    ],
)
async def test_a_change_that_cannot_be_is_named_and_nothing_changes(
    borrower: Client, changes: dict[str, object], pointer: str, code: str
) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    before = (await borrower.get(path)).json()
    answer = await borrower.patch(path, changes, version=1)
    assert answer.status_code == 422, answer.text
    found = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert found == [(pointer, code)]
    assert (await borrower.get(path)).json() == before


async def test_an_identity_cannot_become_that_of_another_own_party(partner: Client) -> None:
    await register_person(partner)
    other = await register_person(partner, identity_number=OTHER_IDENTITY)
    answer = await partner.patch(
        f"/v1/parties/{other}", {"identity_number": "110101199003070003"}, version=1
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "party_exists")


async def test_who_it_is_stands_once_an_application_was_submitted(
    service: RunningApp, borrower: Client
) -> None:
    party_id = await register_person(borrower)
    path = f"/v1/parties/{party_id}"
    mended = await borrower.patch(path, {"identity_number": OTHER_IDENTITY}, version=1)
    assert mended.json()["identity_number"] == "440305********1235"
    async with service.sessions.begin() as session:
        await fix_identity(session, uuid_of("party", party_id))
    assert (await borrower.get(path)).json()["is_identity_fixed"] is True
    for changes in ({"identity_number": "110101199003070003"}, {"name": "李小红"}):
        answer = await borrower.patch(path, changes, version=2)
        assert (answer.status_code, answer.json()["code"]) == (409, "identity_fixed")
    assert (await borrower.patch(path, {"mobile": "13900139000"}, version=2)).status_code == 200


async def test_c12_a_change_names_the_version_that_was_read(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    absent = await borrower.patch(path, {"mobile": "13900139000"})
    assert (absent.status_code, absent.json()["code"]) == (428, "if_match_required")
    stale = await borrower.patch(path, {"mobile": "13900139000"}, version=2)
    assert (stale.status_code, stale.json()["code"]) == (412, "version_changed")


async def test_c12_of_two_editors_one_wins(borrower: Client) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    answers = await asyncio.gather(
        *(borrower.patch(path, {"mobile": f"1390013900{n}"}, version=1) for n in range(8))
    )
    codes = [answer.status_code for answer in answers]
    assert (codes.count(200), codes.count(412)) == (1, 7)
    assert (await borrower.get(path)).json()["version"] == 2


async def test_z1_another_owners_party_cannot_be_changed(
    borrower: Client, partner: Client, client_for: ClientFor
) -> None:
    path = f"/v1/parties/{await register_person(borrower)}"
    for stranger in (client_for(Role.BORROWER), partner):
        answer = await stranger.patch(path, {"mobile": "13900139000"}, version=1)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await borrower.get(path)).json()["version"] == 1


async def test_the_audit_says_which_fields_changed_and_not_to_what(
    service: RunningApp, borrower: Client
) -> None:
    party_id = await register_person(borrower)
    await borrower.patch(f"/v1/parties/{party_id}", {"name": "李小红"}, version=1)
    async with service.sessions() as session:
        found = await session.execute(
            text(
                "SELECT action, actor, after::text FROM audit WHERE aggregate_id = :id ORDER BY seq"
            ),
            {"id": uuid_of("party", party_id)},
        )
        rows = [tuple(row) for row in found]
    assert [(row[0], row[1]) for row in rows] == [
        ("party.registered", borrower.subject),
        ("party.amended", borrower.subject),
    ]
    assert '"changed": ["name"]' in rows[1][2]
    assert "李小红" not in rows[1][2]
