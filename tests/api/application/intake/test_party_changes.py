"""A party that changes under its applications: drafts follow it, what was handed in forbids it."""

from typing import Any

from sqlalchemy import update

from services.application.parties.tables import PartyRow
from services.kit.identifiers import new_id, uuid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    Applicant,
    a_borrower,
    move,
    path_of,
    told,
    verify_all,
    yuan,
)
from tests.api.application.intake.test_request_supplement import asking
from tests.api.application.parties.people import (
    OTHER_IDENTITY,
    register_business,
    register_person,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

# Of this amount on, an owner of a micro-enterprise brings its articles, a sole trader does not.
LARGER = yuan(120_000)
MISSING = [("/materials/articles", "material_missing")]
# Who is taken for a sole trader's business, and what its papers prove.
SHOP = {"customer_type": "sole_trader", "credit_code": "92440300MA5G7H8J1T"}
OF_A_BUSINESS = {
    "established_on": "2015-05-01",
    "industry_code": "F5211",
    "licence_valid_to": "2036-05-01",
}
OF_A_PERSON = {"identity_valid_to": None, "marital_status": "single"}
UNDER_WAY = "application_under_way"


async def change(client: Client, party_id: str, changes: dict[str, Any]) -> Any:
    path = f"/v1/parties/{party_id}"
    version = expect(await client.get(path), 200)["version"]
    return await client.patch(path, changes, version=version)


async def test_the_checklist_of_a_draft_follows_the_party(borrower: Applicant) -> None:
    draft = await borrower.complete_draft(amount=LARGER)
    kind = {"customer_type": "micro_owner"}
    expect(await change(borrower.client, borrower.party_id, kind), 200)
    draft = expect(await borrower.client.get(path_of(draft)), 200)
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == MISSING
    step = expect(await borrower.client.get(path_of(draft, "next-step")), 200)
    assert step["call"]["path"].endswith("/materials/articles/content")
    expect(await borrower.upload(draft, "articles"), 200)
    assert expect(await borrower.submit(draft), 201)["status"] == "submitted"


async def test_a_party_that_changed_while_the_draft_was_begun_is_seen_at_submission(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.complete_draft(amount=LARGER)
    async with service.sessions.begin() as session:
        await session.execute(
            update(PartyRow)
            .where(PartyRow.party_id == uuid_of("party", borrower.party_id))
            .values(customer_type="micro_owner")
        )
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == MISSING


async def test_the_type_stands_while_an_application_is_under_way(borrower: Applicant) -> None:
    submitted = await borrower.submitted()
    kind, phone = {"customer_type": "micro_owner"}, {"mobile": "13900139000"}
    answer = await change(borrower.client, borrower.party_id, kind)
    refused(answer, 409, "application_under_way")
    expect(await change(borrower.client, borrower.party_id, phone), 200)
    same = {"customer_type": "sole_trader"}
    expect(await change(borrower.client, borrower.party_id, same), 200)
    expect(await borrower.move(submitted, "withdrawals", {}), 201)
    expect(await change(borrower.client, borrower.party_id, kind), 200)


async def test_who_stands_for_a_business_stands_while_an_application_is_under_way(
    service: RunningApp, client_for: ClientFor
) -> None:
    client = client_for(Role.PARTNER, partner_id=new_id())
    first = await register_person(client)
    second = await register_person(client, identity_number=OTHER_IDENTITY)
    business = Applicant(client, await register_business(client, first, **SHOP), service)
    submitted = await business.submitted()
    another = {"legal_representative_id": second}
    refused(await change(client, business.party_id, another), 409, "application_under_way")
    refused(await change(client, first, {"name": "李小红"}), 409, "identity_fixed")
    expect(await change(client, second, {"name": "李小红"}), 200)
    expect(await business.move(submitted, "withdrawals", {}), 201)
    expect(await change(client, business.party_id, another), 200)


async def test_what_was_verified_stands_while_an_application_is_under_way(
    service: RunningApp, client_for: ClientFor
) -> None:
    client = client_for(Role.PARTNER, partner_id=new_id())
    person = await register_person(client)
    shop = Applicant(client, await register_business(client, person, **SHOP), service)
    submitted = await shop.submitted()
    await verify_all(client_for(Role.LOAN_OFFICER), submitted)
    for party_id, proven in ((shop.party_id, OF_A_BUSINESS), (person, OF_A_PERSON)):
        for name, value in proven.items():
            refused(await change(client, party_id, {name: value}), 409, UNDER_WAY)
    accepted = expect(await move(client_for(Role.LOAN_OFFICER), submitted, "acceptances"), 201)
    refused(await change(client, shop.party_id, OF_A_BUSINESS), 409, UNDER_WAY)
    expect(await shop.move(accepted, "withdrawals", {}), 201)
    expect(await change(client, shop.party_id, OF_A_BUSINESS), 200)
    expect(await change(client, person, OF_A_PERSON), 200)


async def test_the_business_a_person_is_judged_with_stands_too(
    service: RunningApp, client_for: ClientFor
) -> None:
    borrower = await a_borrower(service, client_for)
    shop = await register_business(borrower.client, borrower.party_id, **SHOP)
    draft = await borrower.complete_draft()
    expect(await change(borrower.client, shop, OF_A_BUSINESS), 200)
    expect(await borrower.submit(draft), 201)
    refused(await change(borrower.client, shop, {"established_on": "2012-05-01"}), 409, UNDER_WAY)


async def test_a_mistake_is_mended_for_a_supplement_before_anything_was_verified(
    service: RunningApp, client_for: ClientFor
) -> None:
    borrower, officer = await a_borrower(service, client_for), client_for(Role.LOAN_OFFICER)
    submitted = await borrower.submitted()
    mended, kind = {"identity_valid_to": "2035-03-07"}, {"customer_type": "micro_owner"}
    refused(await change(borrower.client, borrower.party_id, mended), 409, UNDER_WAY)
    request = asking(service, "bank_statement")
    asked = expect(await move(officer, submitted, "supplement-requests", request), 201)
    expect(await change(borrower.client, borrower.party_id, mended), 200)
    refused(await change(borrower.client, borrower.party_id, kind), 409, UNDER_WAY)
    expect(await borrower.upload(asked, "bank_statement"), 200)
    expect(await borrower.submit(asked), 201)
    refused(await change(borrower.client, borrower.party_id, OF_A_PERSON), 409, UNDER_WAY)


async def test_nothing_is_mended_for_a_supplement_once_papers_were_verified(
    service: RunningApp, client_for: ClientFor
) -> None:
    borrower, officer = await a_borrower(service, client_for), client_for(Role.LOAN_OFFICER)
    submitted = await borrower.submitted()
    await verify_all(officer, submitted)
    request = asking(service, "marital_proof")
    expect(await move(officer, submitted, "supplement-requests", request), 201)
    refused(await change(borrower.client, borrower.party_id, OF_A_PERSON), 409, UNDER_WAY)
