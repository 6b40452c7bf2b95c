"""A group is kept from borrowing, for a reason that staff reads."""

from tests.api.application.groups.crowd import (
    an_active_group,
)
from tests.api.signed_clients import ClientFor, RunningApp, expect

FREEZE = {"reason_code": "dispute", "reason": "they quarrel about a stall"}


async def test_why_it_is_frozen_is_for_staff(service: RunningApp, client_for: ClientFor) -> None:
    crowd = await an_active_group(service, client_for)
    expect(await crowd.move("freezes", {"reason_code": "suspected_fraud"}), 201)
    assert (await crowd.now())["frozen_because"] == "suspected_fraud"
    told = await crowd.now(crowd.people[0].client)
    assert (told["status"], told["frozen_because"]) == ("frozen", None)
