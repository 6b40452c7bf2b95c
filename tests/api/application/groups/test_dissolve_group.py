"""A group ends, and its members are free."""

from tests.api.application.groups.crowd import (
    REASON,
    an_active_group,
)
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused

FREEZE = {"reason_code": "dispute", "reason": "they quarrel about a stall"}


async def test_who_is_of_a_dissolved_group_may_join_another(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await an_active_group(service, client_for)
    person = crowd.people[0]
    expect(await crowd.move("freezes", FREEZE), 201)
    dissolved = expect(await crowd.move("dissolutions", REASON), 201)
    assert (dissolved["status"], len(dissolved["members"])) == ("dissolved", 3)
    refused(await crowd.move("dissolutions", REASON), 409, "transition_not_allowed")
    refused(await crowd.agree(person), 409, "already_agreed")
    expect(await person.client.post("/v1/groups", {"party_id": person.party_id}), 201)
    seen = expect(await person.client.get("/v1/groups"), 200)["data"]
    assert [each["status"] for each in seen] == ["forming", "dissolved"]
    listed = expect(await person.client.get("/v1/groups", status="dissolved"), 200)["data"]
    assert [each["id"] for each in listed] == [crowd.group_id]
