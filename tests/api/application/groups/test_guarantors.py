"""The others of a group sign the contract as guarantors, and see nothing else of the borrower."""

from tests.api.application.groups.borrowing import accepted_group_offer
from tests.api.application.intake.applicant import path_of
from tests.api.application.test_contract_messages import told_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect


async def test_disbursement_is_told_every_other_member_as_a_guarantor(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    crowd, member, application = await accepted_group_offer(service, client_for, neighbour)
    told = await told_of(service, application)
    assert told["product"]["type"] == "group"
    assert [(each["party_id"], each["role"], each["owner"]) for each in told["signers"]] == [
        (
            each.party_id,
            "borrower" if each is member else "guarantor",
            each.client.subject,
        )
        for each in crowd.people
    ]
    numbers = {each["identity_number"] for each in told["signers"]}
    assert len(numbers) == len(crowd.people)


async def test_a_guarantor_sees_neither_application_nor_party_nor_offer(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    crowd, member, application = await accepted_group_offer(service, client_for, neighbour)
    offers = expect(await member.client.get(path_of(application, "offers")), 200)["data"]
    guarantor = crowd.people[1].client
    for path in (
        path_of(application),
        path_of(application, "next-step"),
        path_of(application, "timeline"),
        path_of(application, "materials"),
        path_of(application, "offers"),
        f"/v1/offers/{offers[0]['id']}",
        f"/v1/parties/{member.party_id}",
    ):
        assert (await guarantor.get(path)).status_code == 404, path
    assert expect(await guarantor.get("/v1/applications"), 200)["data"] == []
