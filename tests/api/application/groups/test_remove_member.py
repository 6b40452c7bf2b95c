"""Who leaves a group, and when it is too late to."""

from tests.api.application.groups.crowd import (
    a_person,
    an_active_group,
)
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused


async def test_an_active_group_is_left_while_enough_stay(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await an_active_group(service, client_for, 4)
    joining = await crowd.join(await a_person(service, client_for))
    refused(joining, 409, "group_members_fixed")
    left = expect(await crowd.leave(crowd.people[0]), 201)
    assert (left["status"], len(left["members"])) == ("active", 3)
    assert all(each["agreed_at"] for each in left["members"])
    refused(await crowd.leave(crowd.people[1]), 409, "group_members_too_few")
    assert (await crowd.leave(crowd.people[0])).status_code == 404
    assert (await crowd.people[0].client.get(crowd.path)).status_code == 404
