"""Who joins a group while it forms, and that the others agree anew."""

import asyncio

from services.application.groups.domain.group import MEMBERS_MAX
from services.kit.identifiers import new_id, typeid_of
from tests.api.application.groups.crowd import (
    a_forming_group,
    a_person,
)
from tests.api.application.intake.applicant import told
from tests.api.application.parties.people import register_business
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused


async def test_two_are_not_enough_and_who_joins_later_is_agreed_to_anew(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for, 2)
    assert (await crowd.all_agree())["status"] == "forming"
    third = await a_person(service, client_for)
    joined = expect(await crowd.join(third), 201)
    assert [each["agreed_at"] for each in joined["members"]] == [None] * 3
    refused(await crowd.join(third), 409, "in_another_group")


async def test_only_people_in_trade_and_farmers_join(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    person = await a_person(service, client_for, customer_type="startup")
    business = await register_business(crowd.people[0].client, crowd.people[0].party_id)
    for party_id in (person.party_id, business):
        answer = await crowd.move("members", {"party_id": party_id})
        problem = refused(answer, 422, "validation_failed")
        assert told(problem) == [("/party_id", "member_not_eligible")]
    nobody = await crowd.move("members", {"party_id": typeid_of("party", new_id())})
    assert told(refused(nobody, 422, "validation_failed")) == [("/party_id", "unknown_party")]


async def test_ten_are_enough(service: RunningApp, client_for: ClientFor) -> None:
    crowd = await a_forming_group(service, client_for, MEMBERS_MAX)
    refused(await crowd.join(await a_person(service, client_for)), 409, "group_full")


async def test_of_two_groups_at_once_one_gets_the_member(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowds = [await a_forming_group(service, client_for, 1) for _ in range(2)]
    person = await a_person(service, client_for)
    answers = await asyncio.gather(*(crowd.join(person) for crowd in crowds))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
