"""A group is formed with its first member, who is in no other."""

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.application.groups.crowd import (
    Crowd,
    a_forming_group,
    a_person,
)
from tests.api.application.intake.applicant import PERSON, told
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused
from tests.sandbox_people import ordinary_person


async def test_a_group_asked_for_twice_is_formed_once_and_no_name_is_kept_whole(
    service: RunningApp, client_for: ClientFor
) -> None:
    person, key = await a_person(service, client_for), "form-once"
    body = {"party_id": person.party_id}
    first = await person.client.post("/v1/groups", body, key=key)
    again = await person.client.post("/v1/groups", body, key=key)
    assert first.headers["location"] == f"/v1/groups/{expect(first, 201)['id']}"
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert [each["name"] for each in first.json()["members"]] == ["王**"]
    listed = expect(await person.client.get("/v1/groups"), 200)["data"]
    assert [each["members"][0]["name"] for each in listed] == [PERSON["name"]]


async def test_a_borrower_is_in_one_group_at_a_time_and_learns_of_no_other(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    person = crowd.people[0]
    again = await person.client.post("/v1/groups", {"party_id": person.party_id})
    assert "grp_" not in str(refused(again, 409, "in_another_group"))
    expect(await crowd.leave(person), 201)
    expect(await person.client.post("/v1/groups", {"party_id": person.party_id}), 201)


async def test_the_same_human_being_is_in_no_group_twice_whoever_registered_them(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd, number = await a_forming_group(service, client_for), ordinary_person()
    expect(await crowd.join(await a_person(service, client_for, identity_number=number)), 201)
    twin = await a_person(service, client_for, identity_number=number)
    refused(await crowd.join(twin), 409, "in_another_group")
    alone = await twin.client.post("/v1/groups", {"party_id": twin.party_id})
    refused(alone, 409, "in_another_group")


async def test_a_partners_group_is_of_its_own_customers(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner_id = new_id()
    first = await a_person(service, client_for, partner_id)
    formed = await first.client.post("/v1/groups", {"party_id": first.party_id})
    crowd = Crowd(client_for(Role.LOAN_OFFICER), (first,), expect(formed, 201)["id"])
    stranger = await crowd.join(await a_person(service, client_for))
    problem = refused(stranger, 422, "validation_failed")
    assert told(problem) == [("/party_id", "member_of_another_channel")]
    expect(await crowd.join(await a_person(service, client_for, partner_id)), 201)
    expect(await crowd.agree(first), 201)
