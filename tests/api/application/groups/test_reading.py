"""Who sees a group, and how much of its members; and what is kept of its moves."""

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.application.groups.crowd import (
    REASON,
    a_forming_group,
    a_person,
    actions_of,
    an_active_group,
)
from tests.api.application.intake.applicant import PERSON
from tests.api.signed_clients import ClientFor, RunningApp, expect

FREEZE = {"reason_code": "dispute", "reason": "they quarrel about a stall"}


async def test_a_member_learns_no_more_of_the_others_than_a_masked_name(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    own = await crowd.now(crowd.people[1].client)
    assert [each["name"] for each in own["members"]] == ["王**", PERSON["name"], "王**"]
    whole = await crowd.now(client_for(Role.UNDERWRITER))
    assert {each["name"] for each in whole["members"]} == {PERSON["name"]}
    overseen = await crowd.now(client_for(Role.AUDITOR))
    assert {each["name"] for each in overseen["members"]} == {"王**"}
    other = crowd.people[0].party_id
    assert (await crowd.people[1].client.get(f"/v1/parties/{other}")).status_code == 404


async def test_a_partner_sees_its_own_groups_whoever_of_it_asks(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner_id = new_id()
    person = await a_person(service, client_for, partner_id)
    formed = expect(await person.client.post("/v1/groups", {"party_id": person.party_id}), 201)
    colleague = client_for(Role.PARTNER, partner_id=partner_id)
    seen = expect(await colleague.get(f"/v1/groups/{formed['id']}"), 200)
    assert seen["members"][0]["name"] == PERSON["name"]
    rival = client_for(Role.PARTNER, partner_id=new_id())
    assert expect(await rival.get("/v1/groups"), 200)["data"] == []


async def test_every_move_is_in_the_audit(service: RunningApp, client_for: ClientFor) -> None:
    crowd = await an_active_group(service, client_for)
    expect(await crowd.move("freezes", FREEZE), 201)
    expect(await crowd.move("releases", REASON, client_for(Role.RISK_MANAGER)), 201)
    expect(await crowd.move("dissolutions", REASON), 201)
    assert await actions_of(service, await crowd.now()) == [
        "group.formed",
        *["group.member_joined"] * 2,
        *["group.member_agreed"] * 3,
        *("group.frozen", "group.released", "group.dissolved"),
    ]
