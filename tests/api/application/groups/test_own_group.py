"""Nobody of the staff sees to a group it belongs to, or agreed in for somebody else."""

from uuid import uuid4

import pytest

from services.kit.roles import Role
from tests.api.application.groups.borrowing import accepted_by, group_application, group_draft
from tests.api.application.groups.crowd import (
    REASON,
    Crowd,
    a_forming_group,
    a_person,
    agreement_of,
    an_active_group,
    events_of,
)
from tests.api.application.intake.applicant import Json, move
from tests.api.application.test_case_messages import told_of
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused

FREEZE = {"reason_code": "dispute", "reason": "they quarrel about a stall"}
ROLES = [(Role.LOAN_OFFICER,), (Role.LOAN_OFFICER, Role.BORROWER)]


@pytest.fixture
async def crowd(service: RunningApp, client_for: ClientFor) -> Crowd:
    """An active group."""
    return await an_active_group(service, client_for)


@pytest.mark.parametrize("roles", ROLES)
async def test_z5_a_member_does_not_release_its_own_group(
    crowd: Crowd, service: RunningApp, client_for: ClientFor, roles: tuple[Role, ...]
) -> None:
    member = client_for(*roles, subject=crowd.people[0].client.subject)
    frozen = expect(await crowd.move("freezes", FREEZE), 201)
    refused(await crowd.move("releases", REASON, member), 403, "own_work")
    assert await events_of(service, frozen) == ["group.active", "group.frozen"]


@pytest.mark.parametrize("roles", ROLES)
async def test_z5_a_member_decides_nothing_else_about_it(
    crowd: Crowd, service: RunningApp, client_for: ClientFor, roles: tuple[Role, ...]
) -> None:
    member = client_for(*roles, subject=crowd.people[0].client.subject)
    departure = f"members/{crowd.people[1].party_id}/departures"
    newcomer: Json = {"party_id": (await a_person(service, client_for)).party_id}
    steps = [("freezes", FREEZE), ("dissolutions", REASON), (departure, REASON)]
    for name, body in [*steps, ("members", newcomer)]:
        refused(await crowd.move(name, body, member), 403, "own_work")


async def test_z5_who_agreed_for_a_partners_member_sees_to_nothing_of_the_group(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner_id = uuid4()
    people = [await a_person(service, client_for, partner_id) for _ in range(2)]
    clerk, other = (person.client for person in people)
    formed = expect(await other.post("/v1/groups", {"party_id": people[0].party_id}), 201)
    crowd = Crowd(client_for(Role.LOAN_OFFICER), tuple(people), formed["id"])
    expect(await crowd.move("agreements", await agreement_of(people[0]), clerk), 201)
    officer = client_for(Role.LOAN_OFFICER, subject=clerk.subject)
    joining = {"party_id": people[1].party_id}
    refused(await crowd.move("members", joining, officer), 403, "own_work")
    expect(await crowd.move("members", joining), 201)


async def test_z5_no_member_judges_a_loan_it_answers_for(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd, _, application = await group_application(service, client_for)
    fellow = client_for(Role.LOAN_OFFICER, subject=crowd.people[1].client.subject)
    refused(await move(fellow, application, "acceptances"), 403, "own_work")
    officer = client_for(Role.LOAN_OFFICER)
    await accepted_by(officer, application)
    (body,) = await told_of(service, application, "application.accepted")
    members = {person.client.subject for person in crowd.people}
    assert set(body["handled_by"]) == members | {officer.subject}


async def test_z5_who_agreed_for_a_partners_member_judges_no_loan_of_the_group(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for, partner_id=uuid4())
    assert (await crowd.all_agree())["status"] == "active"
    member, fellow = crowd.people[:2]
    application = expect(await member.submit(await group_draft(member)), 201)
    clerk = client_for(Role.LOAN_OFFICER, subject=fellow.client.subject)
    refused(await move(clerk, application, "acceptances"), 403, "own_work")
    await accepted_by(client_for(Role.LOAN_OFFICER), application)
    (body,) = await told_of(service, application, "application.accepted")
    assert {person.client.subject for person in crowd.people} <= set(body["handled_by"])
