"""What underwriting is told of an application is what underwriting reads, member for member."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest

from services.application.destinations.case_messages import SUBMISSIONS, WITHDRAWALS, case_message
from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.identifiers import uuid_of
from services.kit.relay import Relay
from services.kit.roles import Role
from services.underwriting.cases.schemas.told import (
    CollateralTold,
    SubmissionTold,
    WithdrawalTold,
)
from tests.api.application.intake.applicant import (
    PERSON,
    SECURED,
    Applicant,
    Json,
    a_borrower,
    a_partner,
    move,
    path_of,
    verify_all,
    yuan,
)
from tests.api.application.underwriter import accepted, underwriting_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.api.stuck import event_of


@dataclass
class Reader:
    """Takes each message as the underwriting service would read it."""

    service: RunningApp
    name: str
    topics: frozenset[str] = SUBMISSIONS | WITHDRAWALS
    read: list[Json] = field(default_factory=list)

    async def deliver(self, message: Message) -> Delivery:
        """Build the body as the worker does."""
        async with self.service.sessions() as session:
            told = await case_message(session, message, self.service.field_keys)
        self.read.append(told.model_dump(mode="json"))
        return Delivery(DeliveryOutcome.DELIVERED, 200)


@pytest.fixture
async def borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)


async def told_of(service: RunningApp, application: Json, topic: str) -> list[Json]:
    """Everything underwriting is told of the application up to its event of this topic."""
    reader = Reader(service, f"reader-{application['id'].replace('_', '-')}")
    event = await event_of(service.sessions, uuid_of("app", application["id"]), topic)
    assert await Relay(service.sessions, [reader]).wake(event) is None
    return reader.read


async def test_an_accepted_application_is_told_whole(
    borrower: Applicant, service: RunningApp
) -> None:
    application = await accepted(borrower, financials={"monthly_sales": yuan(60_000)})
    (body,) = await told_of(service, application, "application.accepted")
    told = SubmissionTold.model_validate_json(json.dumps(body))
    assert (told.sequence, told.after, told.submission) == (2, 0, 1)
    assert body["application"]["id"] == application["id"]
    assert body["application"]["amount"] == application["amount"]
    assert (told.application.is_fast_track, told.application.intake_officer) == (True, None)
    assert body["party"]["name"] == PERSON["name"]
    assert body["party"]["identity_number"] == PERSON["identity_number"]
    assert body["party"]["birth_on"] == "1990-03-07"
    assert body["financials"]["monthly_sales"] == yuan(60_000)
    assert body["financials"]["monthly_income"] is None
    assert {each.purpose for each in told.consents} == {
        "personal_data", "sensitive_data", "credit_bureau_query",
    }  # fmt: skip
    assert all(each.sha256 for each in told.materials if each.status == "uploaded")
    assert (body["collaterals"], body["handled_by"]) == ([], [borrower.client.subject])


async def test_an_answer_is_told_as_the_next_submission(
    borrower: Applicant, service: RunningApp, neighbour: Client
) -> None:
    application = await accepted(borrower)
    underwriting = underwriting_of(application, neighbour, service)
    await underwriting.started()
    question = await underwriting.asks()
    waiting = expect(await borrower.client.get(path_of(application)), 200)
    body = {"request_id": question["request_id"], "text": "about 65,000\na month"}
    path = path_of(application, "information-answers")
    expect(await borrower.client.post(path, body, version=waiting["version"]), 201)
    first, second = await told_of(service, application, "application.information_answered")
    told = SubmissionTold.model_validate_json(json.dumps(second))
    assert (first["submission"], told.submission, told.after) == (1, 2, first["sequence"])
    assert [each.text for each in told.answers] == [body["text"]]


async def test_property_is_told_whole_with_the_hands_it_went_through(
    borrower: Applicant, service: RunningApp, client_for: ClientFor
) -> None:
    draft = await borrower.complete_draft(product_code=SECURED)
    (offered,) = expect(await borrower.client.get(path_of(draft, "collaterals")), 200)["data"]
    submitted = expect(await borrower.submit(draft), 201)
    asker, reviewer, waiver, officer, idler = [
        client_for(Role.APPROVER if number == 2 else Role.LOAN_OFFICER) for number in range(5)
    ]
    expect(await idler.get(path_of(submitted)), 200)
    supplement = {
        "items": [{"item": "bank_statement", "reason": "two months are missing"}],
        "due_on": (service.clock.today() + timedelta(days=7)).isoformat(),
    }
    asked = expect(await move(asker, submitted, "supplement-requests", supplement), 201)
    await borrower.upload_all(asked)
    submitted = expect(await borrower.submit(asked), 201)
    path = path_of(submitted, "materials", "accounts", "waivers")
    version = (await borrower.material(submitted, "accounts"))["version"]
    expect(await waiver.post(path, {"reason": "known to the branch"}, version=version), 201)
    await verify_all(reviewer, submitted)
    application = expect(await move(officer, submitted, "acceptances"), 201)
    (body,) = await told_of(service, application, "application.accepted")
    SubmissionTold.model_validate_json(json.dumps(body))
    (told,) = body["collaterals"]
    assert told == {name: offered[name] for name in told}
    assert told.keys() == CollateralTold.model_fields.keys()
    hands = (asker, reviewer, waiver, officer)
    assert body["handled_by"] == sorted(hand.subject for hand in (*hands, borrower.client))


async def test_z5_every_clerk_who_wrote_for_a_partner_is_told_as_a_hand(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner_id = uuid4()
    partner = await a_partner(service, client_for, partner_id)
    colleague = client_for(Role.PARTNER, partner_id=partner_id)
    draft = await partner.complete_draft(amount=yuan(50_000))
    change = {"purpose_note": "two more tables"}
    changed = expect(await colleague.patch(path_of(draft), change, version=draft["version"]), 200)
    application = expect(await partner.submit(changed), 201)
    (body,) = await told_of(service, application, "application.accepted")
    assert body["handled_by"] == sorted([partner.client.subject, colleague.subject])


async def test_whoever_leaves_is_told_by_number_alone(
    borrower: Applicant, service: RunningApp
) -> None:
    application = await accepted(borrower)
    expect(await move(borrower.client, application, "withdrawals", {}), 201)
    _, left = await told_of(service, application, "application.withdrawn")
    assert left == {"sequence": 3, "after": 2, "kind": "withdrawal"}
    WithdrawalTold.model_validate_json(json.dumps(left))
