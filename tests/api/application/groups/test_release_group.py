"""A frozen group is released by another hand than froze it."""

from services.kit.roles import Role
from tests.api.application.groups.crowd import (
    REASON,
    an_active_group,
    events_of,
)
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused

FREEZE = {"reason_code": "dispute", "reason": "they quarrel about a stall"}


async def test_a_frozen_group_is_released_by_another_hand(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd, manager = await an_active_group(service, client_for), client_for(Role.RISK_MANAGER)
    frozen = expect(await crowd.move("freezes", FREEZE), 201)
    assert (frozen["status"], frozen["frozen_because"]) == ("frozen", "dispute")
    refused(await crowd.move("freezes", FREEZE), 409, "transition_not_allowed")
    refused(await crowd.leave(crowd.people[0]), 409, "group_members_fixed")
    refused(await crowd.move("releases", REASON), 403, "own_work")
    released = expect(await crowd.move("releases", REASON, manager), 201)
    assert (released["status"], released["frozen_because"]) == ("active", None)
    refused(await crowd.move("releases", REASON, manager), 409, "transition_not_allowed")
    assert await events_of(service, frozen) == ["group.active", "group.frozen", "group.active"]
