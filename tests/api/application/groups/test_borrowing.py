"""A loan of a group is asked for by its members, and keeps them together while it lasts."""

import asyncio
import json

import pytest
from sqlalchemy import text

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.underwriting.cases.schemas.told import SubmissionTold
from tests.api.application.groups.borrowing import (
    accepted_group_application,
    group_application,
    group_draft,
)
from tests.api.application.groups.crowd import (
    REASON,
    a_forming_group,
    a_person,
    agreement_of,
    an_active_group,
)
from tests.api.application.intake.applicant import Json, path_of, told
from tests.api.application.intake.ledgers import audit_rows
from tests.api.application.intake.test_next_step import follow, step_of
from tests.api.application.test_case_messages import told_of
from tests.api.application.underwriter import approved_parts, underwriting_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.journeys.waiting import eventually

FREEZE = {"reason_code": "other"}
DISSOLVING = (
    "UPDATE groups SET status = 'dissolved' WHERE group_id = :id",
    "UPDATE group_members SET is_standing = false WHERE group_id = :id",
)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def missing_of(client: Client, draft: Json) -> list[tuple[str, str]]:
    """What the next step says is missing."""
    missing = (await step_of(client, draft))["missing"]
    return [(each["pointer"], each["code"]) for each in missing]


async def test_a_loan_of_a_group_is_not_asked_for_alone(
    service: RunningApp, client_for: ClientFor
) -> None:
    person = await a_person(service, client_for)
    draft = await group_draft(person)
    problem = refused(await person.submit(draft), 409, "application_incomplete")
    assert told(problem) == [("/group", "group_missing")]


async def test_the_next_step_leads_into_a_group_and_waits_for_the_others(
    service: RunningApp, client_for: ClientFor
) -> None:
    person = await a_person(service, client_for)
    draft = await group_draft(person)
    step = await step_of(person.client, draft)
    assert step["call"]["operation_id"] == "post_group"
    formed = expect(await follow(person.client, step, json={"party_id": person.party_id}), 201)
    step = await step_of(person.client, draft)
    assert (step["about"], step["call"]["operation_id"]) == (formed["id"], "post_group_agreement")
    body = await agreement_of(person)
    expect(await follow(person.client, step, json=body), 201)
    assert await missing_of(person.client, draft) == [("/group", "group_forming")]
    step = await step_of(person.client, draft)
    assert (step["call"], step["blocked_because"]) == (None, "incomplete")
    problem = refused(await person.submit(draft), 409, "application_incomplete")
    assert told(problem) == [("/group", "group_forming")]


async def test_it_is_submitted_in_the_group_and_nobody_leaves_meanwhile(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd, member, application = await group_application(service, client_for)
    assert application["group_id"] == crowd.group_id
    assert (await audit_rows(service, application))[-1].after["group"] == crowd.group_id
    refused(await crowd.leave(crowd.people[1]), 409, "group_in_use")
    refused(await crowd.move("dissolutions", REASON), 409, "group_in_use")
    expect(await member.move(application, "withdrawals", {}), 201)
    expect(await crowd.move("dissolutions", REASON), 201)


async def test_a_frozen_group_does_not_borrow(service: RunningApp, client_for: ClientFor) -> None:
    crowd = await an_active_group(service, client_for)
    expect(await crowd.move("freezes", FREEZE), 201)
    member = crowd.people[0]
    problem = refused(await member.submit(await group_draft(member)), 409, "application_incomplete")
    assert told(problem) == [("/group", "group_not_active")]


async def test_what_is_submitted_and_what_is_dissolved_at_once_go_one_after_the_other(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await an_active_group(service, client_for)
    member = crowd.people[0]
    draft = await group_draft(member)
    answers = await asyncio.gather(member.submit(draft), crowd.move("dissolutions", REASON))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    group, application = await crowd.now(), (await member.client.get(path_of(draft))).json()
    assert (group["status"] == "dissolved") == (application["group_id"] is None)


async def test_who_submits_while_the_group_is_being_dissolved_has_none(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await an_active_group(service, client_for)
    member = crowd.people[0]
    draft = await group_draft(member)
    ids = {"id": uuid_of("grp", crowd.group_id)}
    async with service.sessions.begin() as dissolving:
        for statement in DISSOLVING:
            await dissolving.execute(text(statement), ids)
        waiting = asyncio.create_task(member.submit(draft))

        async def waits() -> bool:
            async with service.sessions() as session:
                return bool(await session.scalar(text(WAITING)))

        await eventually(waits)
    problem = refused(await waiting, 409, "application_incomplete")
    assert told(problem) == [("/group", "group_missing")]


@pytest.mark.parametrize("is_frozen", [False, True])
async def test_underwriting_is_told_the_group_as_it_is_by_then(
    service: RunningApp, client_for: ClientFor, *, is_frozen: bool
) -> None:
    crowd, _, application = await accepted_group_application(service, client_for)
    if is_frozen:
        expect(await crowd.move("freezes", FREEZE), 201)
    (body,) = await told_of(service, application, "application.accepted")
    members = [person.party_id for person in crowd.people]
    fellows = body["group"].pop("fellows")
    assert body["group"] == {"id": crowd.group_id, "is_frozen": is_frozen, "members": members}
    assert [each["id"] for each in fellows] == members[1:]
    assert len({each["identity_number"] for each in fellows}) == len(fellows)
    body["group"]["fellows"] = fellows
    SubmissionTold.model_validate_json(json.dumps(body))


async def test_a_loan_without_a_group_names_none(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    application = await crowd.people[0].submitted()
    assert application["group_id"] is None
    seen = expect(await client_for(Role.AUDITOR).get(path_of(application)), 200)
    assert seen["group_id"] is None


async def test_no_offer_is_accepted_while_the_group_is_frozen(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    crowd, member, application = await accepted_group_application(service, client_for)
    underwriting = underwriting_of(application, neighbour, service)
    await underwriting.started()
    await underwriting.decides(underwriting.approval())
    expect(await crowd.move("freezes", FREEZE), 201)
    _, _, offer = await approved_parts(member, application, underwriting)
    path = f"/v1/offers/{offer['id']}/acceptances"
    refused(await member.client.post(path, version=offer["version"]), 409, "group_not_active")
    step = await step_of(member.client, application)
    assert (step["call"], step["blocked_because"]) == (None, "group_not_active")
    assert await missing_of(member.client, application) == [("/group", "group_not_active")]
    expect(await crowd.move("releases", REASON, client_for(Role.RISK_MANAGER)), 201)
    step = await step_of(member.client, application)
    assert (step["blocked_because"], step["about"]) == (None, offer["id"])
    expect(await follow(member.client, step), 201)
