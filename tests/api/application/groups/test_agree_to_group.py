"""Each member agrees to be liable with the others: with the last one the group is active."""

import pytest

from tests.api.application.groups.crowd import (
    a_forming_group,
    a_person,
    agreement_of,
    events_of,
)
from tests.api.application.intake.applicant import told
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused
from tests.sandbox_people import ordinary_person


async def test_three_who_all_agree_are_an_active_group(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    first, second, third = crowd.people
    expect(await crowd.agree(first), 201)
    assert expect(await crowd.agree(second), 201)["status"] == "forming"
    active = expect(await crowd.agree(third), 201)
    assert active["status"] == "active"
    assert all(each["agreed_at"] for each in active["members"])
    assert await events_of(service, active) == ["group.active"]


async def test_a_member_agrees_to_the_group_it_has_read(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    read = await crowd.now(crowd.people[0].client)
    expect(await crowd.join(await a_person(service, client_for)), 201)
    body = await agreement_of(crowd.people[0])
    late = await crowd.people[0].client.post(
        f"{crowd.path}/agreements", body, version=read["version"]
    )
    refused(late, 412, "version_changed")


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"text_version": "2020-01-a"}, "/text_version", "agreement_text_outdated"),
        ({"text_hash": "0" * 64}, "/text_hash", "agreement_text_mismatch"),
    ],
)
async def test_another_text_is_not_agreed_to(
    service: RunningApp,
    client_for: ClientFor,
    changed: dict[str, str],
    pointer: str,
    code: str,
) -> None:
    crowd = await a_forming_group(service, client_for)
    problem = refused(await crowd.agree(crowd.people[0], **changed), 422, "validation_failed")
    assert told(problem) == [(pointer, code)]


async def test_relatives_are_not_glossed_over(service: RunningApp, client_for: ClientFor) -> None:
    crowd = await a_forming_group(service, client_for)
    answer = await crowd.agree(crowd.people[0], has_no_relatives_here=False)
    assert told(refused(answer, 422, "validation_failed"))[0][0] == "/has_no_relatives_here"


async def test_nobody_agrees_for_another_nor_twice(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    first, second, _ = crowd.people
    for_another = await crowd.agree(first, party_id=second.party_id)
    assert told(refused(for_another, 422, "validation_failed")) == [("/party_id", "not_a_member")]
    expect(await crowd.agree(first), 201)
    refused(await crowd.agree(first), 409, "already_agreed")


async def test_who_corrects_itself_into_another_member_does_not_get_through(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd, number = await a_forming_group(service, client_for, 2), ordinary_person()
    expect(await crowd.join(await a_person(service, client_for, identity_number=number)), 201)
    person = crowd.people[0]
    path = f"/v1/parties/{person.party_id}"
    expect(await person.client.patch(path, {"identity_number": number}, version=1), 200)
    refused(await crowd.agree(person), 409, "in_another_group")
    own = {"identity_number": ordinary_person()}
    expect(await person.client.patch(path, own, version=2), 200)
    expect(await crowd.agree(person), 201)
    refused(await person.client.patch(path, own, version=4), 412, "version_changed")
    again = await person.client.patch(path, {"identity_number": number}, version=3)
    refused(again, 409, "identity_fixed")


async def test_who_becomes_somebody_else_is_agreed_to_anew(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    *others, last = crowd.people
    for person in others:
        expect(await crowd.agree(person), 201)
    path = f"/v1/parties/{last.party_id}"
    known = expect(await last.client.get(path), 200)
    number = {"identity_number": ordinary_person()}
    expect(await last.client.patch(path, number, version=known["version"]), 200)
    group = expect(await crowd.agree(last), 201)
    assert group["status"] == "forming"
    assert [bool(each["agreed_at"]) for each in group["members"]] == [False, False, True]
    for person in others:
        group = expect(await crowd.agree(person), 201)
    assert group["status"] == "active"
