"""What disbursement is told of an accepted offer: whole, and only when it is sent."""

import json
from typing import Any

import pytest

from services.application import worker
from services.application.destinations.contract_messages import ACCEPTED_OFFERS, contract_message
from services.application.settings import Settings
from services.kit.deliveries import Message
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    PERSON,
    Applicant,
    Json,
    a_borrower,
    move,
    path_of,
    verify_all,
)
from tests.api.application.intake.ledgers import rows
from tests.api.application.parties.people import business_body
from tests.api.application.underwriter import underwriting_of, with_offer
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

HANDS = ["ina.approver", "leo.approver"]


async def accepted_offer(borrower: Applicant, relay: Client, **terms: Any) -> tuple[Json, Json]:
    """An application whose offer was accepted, and the offer."""
    application, _, offer = await with_offer(borrower, relay, **terms)
    path = f"/v1/offers/{offer['id']}/acceptances"
    return application, expect(await borrower.client.post(path, version=offer["version"]), 201)


async def told_of(service: RunningApp, application: Json) -> Json:
    """What disbursement is told, after underwriting's events before it."""
    (event,) = await rows(
        service,
        "SELECT * FROM outbox WHERE aggregate_id = :id AND topic = 'application.offer_accepted'",
        application,
    )
    message = Message(
        outbox_id=event.outbox_id,
        aggregate_type="application",
        aggregate_id=event.aggregate_id,
        sequence=event.sequence,
        after=0,
        topic=event.topic,
        body=event.body,
        traceparent=None,
        request_id=None,
        created_at=event.created_at,
    )
    async with service.sessions() as session:
        told = await contract_message(session, message, service.field_keys)
    return dict(json.loads(told.model_dump_json()))


async def test_an_accepted_offer_is_told_whole(
    client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    borrower = await a_borrower(service, client_for)
    application, offer = await accepted_offer(borrower, neighbour, decided_by=HANDS)
    told = await told_of(service, application)
    product = expect(await borrower.client.get(f"/v1/products/{application['product_code']}"), 200)
    assert (told["sequence"], told["after"], told["kind"]) == (4, 0, "accepted_offer")
    assert told["application"] == {
        "id": application["id"],
        "owner": borrower.client.subject,
        "partner_id": None,
        "party_id": borrower.party_id,
        "product_code": application["product_code"],
        "product_version": product["version"],
        "purpose_code": "equipment",
        "channel": "app",
        "customer_type": "sole_trader",
    }
    same = (
        *("id", "version", "decision_id", "amount", "term_months", "annual_rate", "method"),
        *("instalment", "annual_cost", "conditions", "valid_until", "accepted_at"),
    )
    assert told["offer"] == {name: offer[name] for name in same} | {"decided_by": HANDS}
    kept = ("type", "title", "day_count", "penalty_multiple", "grace_days")
    fees = [
        {name: value for name, value in fee.items() if name != "needs_consent"}
        for fee in product["fees"]
    ]
    assert fees
    assert told["product"] == {name: product[name] for name in kept} | {"fees": fees}
    person = {name: PERSON[name] for name in ("name", "identity_number", "mobile", "address")}
    assert told["borrower"] == person | {"kind": "person"}
    assert told["signers"] == [
        person
        | {
            "party_id": borrower.party_id,
            "role": "borrower",
            "owner": borrower.client.subject,
            "identity_valid_to": PERSON["identity_valid_to"],
        }
    ]


async def test_of_a_business_its_legal_representative_signs(
    client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    person = await a_borrower(service, client_for)
    body = business_body(person.party_id)
    business = expect(await person.client.post("/v1/parties", body), 201)
    borrower = Applicant(person.client, business["id"], service)
    submitted = await borrower.submitted(product_code="PROPERTY_SECURED")
    officer = client_for(Role.LOAN_OFFICER)
    await verify_all(officer, submitted)
    application = expect(await move(officer, submitted, "acceptances"), 201)
    underwriting = underwriting_of(application, neighbour, service)
    await underwriting.started()
    await underwriting.decides(underwriting.approval())
    (offer,) = expect(await person.client.get(path_of(application, "offers")), 200)["data"]
    expect(await person.client.post(f"/v1/offers/{offer['id']}/acceptances", version=1), 201)
    told = await told_of(service, application)
    assert told["borrower"] == {
        "kind": "business",
        "name": body["name"],
        "identity_number": body["credit_code"],
        "address": body["address"],
        "mobile": body["mobile"],
    }
    (signer,) = told["signers"]
    assert (signer["role"], signer["party_id"]) == ("legal_representative", person.party_id)
    assert signer["name"] == PERSON["name"]


async def test_the_event_itself_holds_nothing_personal(
    client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    borrower = await a_borrower(service, client_for)
    application, _ = await accepted_offer(borrower, neighbour, decided_by=HANDS)
    (event,) = await rows(
        service,
        "SELECT body FROM outbox WHERE aggregate_id = :id AND topic = 'application.offer_accepted'",
        application,
    )
    assert set(event.body) == {"id", "status", "version"}


async def test_an_application_without_an_accepted_offer_has_no_contract_to_tell(
    client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    borrower = await a_borrower(service, client_for)
    application, _, _ = await with_offer(borrower, neighbour)
    message = Message(
        outbox_id=uuid_of("app", application["id"]),
        aggregate_type="application",
        aggregate_id=uuid_of("app", application["id"]),
        sequence=3,
        after=0,
        topic="application.offer_accepted",
        body={},
        traceparent=None,
        request_id=None,
        created_at=service.clock.now(),
    )
    async with service.sessions() as session:
        with pytest.raises(LookupError):
            await contract_message(session, message, service.field_keys)


@pytest.mark.parametrize("missing", ["underwriting", "disbursement"])
async def test_the_worker_refuses_to_start_without_its_neighbours(
    service: RunningApp,
    application_settings: Settings,
    capsys: pytest.CaptureFixture[str],
    missing: str,
) -> None:
    told = {"underwriting_url": "http://127.0.0.1:1", "disbursement_url": "http://127.0.0.1:1"}
    settings = application_settings.model_copy(update=told | {f"{missing}_url": None})
    with pytest.raises(SystemExit) as refusal:
        worker.duties(service.sessions, settings, service.clock)
    assert refusal.value.code == 78
    assert f"APPLICATION_{missing.upper()}_URL" in capsys.readouterr().err


async def test_with_its_neighbours_the_worker_tells_both(
    service: RunningApp, application_settings: Settings
) -> None:
    told = {"underwriting_url": "http://127.0.0.1:1", "disbursement_url": "http://127.0.0.1:1"}
    duties = worker.duties(
        service.sessions, application_settings.model_copy(update=told), service.clock
    )
    topics = {to.name: to.topics for to in duties.destinations}
    assert topics["disbursement"] == ACCEPTED_OFFERS
    assert "application.offer_accepted" not in topics["underwriting"]
    assert {"application.withdrawn", "application.cancelled"} <= topics["underwriting"]
    for close in duties.closing:
        await close()
