"""A business applies: who represents it is asked about as a person, on a consent of its own."""

import pytest

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    REQUIRED_CONSENTS,
    Applicant,
    Json,
    move,
    path_of,
    told,
    yuan,
)
from tests.api.application.intake.ledgers import audit_rows
from tests.api.application.parties.people import register_business, register_person
from tests.api.application.test_case_messages import told_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

SHOP = {"customer_type": "sole_trader", "credit_code": "92440300MA5G7H8J1T"}
BUREAU = "credit_bureau_query"
REJECTION = {"reason_code": "other", "reason": "The shop is closed."}


@pytest.fixture
async def person(service: RunningApp, client_for: ClientFor) -> Applicant:
    """Somebody a partner registered, who represents a shop."""
    client = client_for(Role.PARTNER, partner_id=new_id())
    return Applicant(client, await register_person(client), service)


@pytest.fixture
async def shop(person: Applicant) -> Applicant:
    """That shop."""
    party_id = await register_business(person.client, person.party_id, **SHOP)
    return Applicant(person.client, party_id, person.service)


async def latest(party: Applicant) -> Json:
    """The consent to ask the bureau that a party gave last."""
    path = f"/v1/parties/{party.party_id}/consents"
    listed = expect(await party.client.get(path), 200)["data"]
    found: Json = next(each for each in listed if each["purpose"] == BUREAU)
    return found


async def test_who_represents_a_business_agrees_for_itself(
    person: Applicant, shop: Applicant, service: RunningApp
) -> None:
    draft = await shop.draft(amount=yuan(50_000))
    await shop.upload_all(draft)
    await shop.agree(*REQUIRED_CONSENTS)
    problem = refused(await shop.submit(draft), 409, "application_incomplete")
    missing = [(f"/legal_representative/consents/{BUREAU}", "consent_missing")]
    assert told(problem) == missing
    step = expect(await shop.client.get(path_of(draft, "next-step")), 200)
    assert told({"errors": step["missing"]}) == missing
    assert step["about"] == person.party_id
    assert step["call"]["path"] == f"/v1/parties/{person.party_id}/consents"
    await person.agree(BUREAU)
    step = expect(await shop.client.get(path_of(draft, "next-step")), 200)
    assert (step["about"], step["missing"]) == (None, [])
    expect(await shop.submit(draft), 201)
    (body,) = await told_of(service, draft, "application.accepted")
    assert {each["purpose"] for each in body["consents"]} == set(REQUIRED_CONSENTS)
    assert [each["purpose"] for each in body["party"]["person"]["consents"]] == [BUREAU]
    (submitted,) = [
        entry
        for entry in await audit_rows(service, draft)
        if entry.action == "application.submitted"
    ]
    assert (await latest(person))["id"] in submitted.after["consents"]


async def test_a_refusal_ends_what_who_represents_it_agreed_to(
    person: Applicant, shop: Applicant, officer: Client
) -> None:
    submitted = await shop.submitted()
    assert (await latest(person))["is_current"]
    expect(await move(officer, submitted, "rejections", REJECTION), 201)
    assert not (await latest(person))["is_current"]
    assert not (await latest(shop))["is_current"]


async def test_what_a_person_agreed_to_stands_while_another_loan_rests_on_it(
    person: Applicant, shop: Applicant, officer: Client
) -> None:
    of_the_shop = await shop.submitted()
    await person.agree("personal_data", "sensitive_data")
    draft = await person.draft()
    await person.upload_all(draft)
    of_the_person = expect(await person.submit(draft), 201)
    expect(await move(officer, of_the_person, "rejections", REJECTION), 201)
    assert (await latest(person))["is_current"]
    expect(await move(officer, of_the_shop, "rejections", REJECTION), 201)
    assert not (await latest(person))["is_current"]
