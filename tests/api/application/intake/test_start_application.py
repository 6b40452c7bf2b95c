"""start_application: what a draft needs, and what it is refused for."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from services.application.intake.domain.errors import OpenApplicationExists
from services.application.intake.repository import add_application, find_any
from services.application.intake.stored import application_of
from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    PRODUCT,
    Applicant,
    a_borrower,
    a_partner,
    path_of,
    told,
    wishes,
    yuan,
)
from tests.api.application.intake.ledgers import audit_of, rows, topics_of
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused

PATH = "/v1/applications"


async def test_a_draft_needs_only_product_party_and_channel(borrower: Applicant) -> None:
    body = {"product_code": PRODUCT, "party_id": borrower.party_id, "channel": "web"}
    made = await borrower.client.post(PATH, body)
    draft = expect(made, 201)
    assert (draft["status"], draft["version"], draft["amount"]) == ("draft", 1, None)
    assert made.headers["ETag"] == '"1"'
    assert made.headers["Location"] == path_of(draft)
    assert expect(await borrower.client.get(made.headers["Location"]), 200) == draft


async def test_a_draft_pins_the_version_on_offer_and_gets_its_checklist(
    borrower: Applicant,
) -> None:
    draft = await borrower.draft()
    assert draft["product_version_id"].startswith("prv_")
    needs = {each["item"]: each["need"] for each in await borrower.materials(draft)}
    assert needs["identity_card_front"] == "required"
    assert needs["business_licence"] == "one_of"
    assert needs["marital_proof"] == "optional"
    assert "accounts" not in needs  # asked for from 100,000 yuan on


async def test_a_draft_is_audited_and_told_to_nobody(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.draft()
    assert await audit_of(service, draft) == ["application.draft"]
    assert await topics_of(service, draft) == []


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"purpose_code": "securities"}, [("/purpose_code", "purpose_denied")]),
        ({"purpose_code": "loan_repayment"}, [("/purpose_code", "purpose_denied")]),
        ({"amount": yuan(4_999)}, [("/amount/amount", "amount_out_of_range")]),
        ({"amount": yuan(300_001)}, [("/amount/amount", "amount_out_of_range")]),
        (
            {"amount": {"amount": 100, "currency": "USD"}},
            [("/amount/currency", "currency_not_offered")],
        ),
        ({"term_months": 25}, [("/term_months", "term_out_of_range")]),
        ({"method": "bullet"}, [("/method", "method_not_offered")]),
        (
            {"amount": yuan(1), "term_months": 1, "purpose_code": "futures"},
            [
                ("/amount/amount", "amount_out_of_range"),
                ("/term_months", "term_out_of_range"),
                ("/purpose_code", "purpose_denied"),
            ],
        ),
        ({"purpose_code": "holiday"}, [("/purpose_code", "enum")]),
        ({"channel": "carrier pigeon"}, [("/channel", "enum")]),
        ({"product_code": "NO_SUCH_PRODUCT"}, [("/product_code", "product_not_offered")]),
        ({"external_reference": "a b"}, [("/external_reference", "string_pattern_mismatch")]),
    ],
)
async def test_what_the_product_cannot_meet_is_refused_at_once(
    borrower: Applicant, changed: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    problem = refused(await borrower.begin(**changed), 422, "validation_failed")
    assert told(problem) == errors


async def test_a_product_is_only_for_its_kinds_of_customer(
    service: RunningApp, client_for: ClientFor
) -> None:
    farmer = await a_borrower(service, client_for)
    path = f"/v1/parties/{farmer.party_id}"
    version = int((await farmer.client.get(path)).headers["ETag"].strip('"'))
    expect(await farmer.client.patch(path, {"customer_type": "farmer"}, version=version), 200)
    problem = refused(await farmer.begin(), 422, "validation_failed")
    assert told(problem) == [("/party_id", "customer_type_not_eligible")]


async def test_z9_an_absent_party_and_anothers_are_told_alike(
    borrower: Applicant, service: RunningApp, client_for: ClientFor
) -> None:
    other = await a_borrower(service, client_for)
    answers = []
    for party_id in (other.party_id, typeid_of("party", new_id())):
        problem = refused(await borrower.begin(party_id=party_id), 422, "validation_failed")
        answers.append({**problem, "instance": "", "request_id": ""})
    assert told(answers[0]) == [("/party_id", "unknown_party")]
    assert answers[0] == answers[1]


async def test_one_application_per_party_and_product_is_open(borrower: Applicant) -> None:
    first = await borrower.draft()
    problem = refused(await borrower.begin(), 409, "open_application_exists")
    assert problem["application_id"] == first["id"]
    expect(await borrower.move(first, "withdrawals", {}), 201)
    expect(await borrower.begin(), 201)


async def test_another_product_may_be_asked_for_meanwhile(borrower: Applicant) -> None:
    await borrower.draft()
    secured = {"product_code": "PROPERTY_SECURED", "amount": yuan(500_000)}
    expect(await borrower.begin(**secured), 201)


async def test_an_external_reference_is_unique_per_partner(
    service: RunningApp, client_for: ClientFor
) -> None:
    one, other = await a_partner(service, client_for), await a_partner(service, client_for)
    reference = f"ORDER-{uuid4().hex}"
    first = await one.draft(external_reference=reference)
    assert first["external_reference"] == reference
    expect(await one.move(first, "withdrawals", {}), 201)
    taken = refused(await one.begin(external_reference=reference), 409, "external_reference_taken")
    assert taken["application_id"] == first["id"]
    expect(await other.begin(external_reference=reference), 201)


async def test_an_external_reference_of_another_borrower_is_never_named(
    borrower: Applicant, service: RunningApp, client_for: ClientFor
) -> None:
    reference = f"ORDER-{uuid4().hex}"
    other = await a_borrower(service, client_for)
    await other.draft(external_reference=reference)
    own = await borrower.draft(external_reference=reference)
    expect(await borrower.move(own, "withdrawals", {}), 201)
    again = await borrower.begin(external_reference=reference)
    taken = refused(again, 409, "external_reference_taken")
    assert taken["application_id"] == own["id"]


@pytest.mark.parametrize("reference", [None, "ORDER-NEW"])
async def test_what_stood_in_the_way_and_left_meanwhile_is_not_named(
    borrower: Applicant, service: RunningApp, client_for: ClientFor, reference: str | None
) -> None:
    await (await a_borrower(service, client_for)).draft()
    own = await borrower.draft()
    expect(await borrower.move(own, "withdrawals", {}), 201)
    async with service.sessions() as session:
        left = application_of(await find_any(session, uuid_of("app", own["id"])))
        with pytest.raises(OpenApplicationExists) as raised:
            await add_application(session, replace(left, external_reference=reference))
    assert "application_id" not in raised.value.extra


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "status",
        "version",
        "owner",
        "partner_id",
        "product_version_id",
        "sla_due_at",
        "accepted_at",
        "submitted_at",
        "created_at",
        "approved_amount",
        "rate",
    ],
)
async def test_z4_what_is_ours_to_set_is_refused_from_a_caller(
    borrower: Applicant, field: str
) -> None:
    problem = refused(await borrower.begin(**{field: "accepted"}), 422, "validation_failed")
    assert told(problem) == [(f"/{field}", "extra_forbidden")]
    draft = await borrower.draft()
    changed = await borrower.client.patch(path_of(draft), {field: "accepted"}, version=1)
    assert told(refused(changed, 422, "validation_failed")) == [(f"/{field}", "extra_forbidden")]
    assert expect(await borrower.client.get(path_of(draft)), 200) == draft


async def test_a_partners_application_belongs_to_the_partner(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner = await a_partner(service, client_for)
    draft = await partner.draft()
    partner_id = partner.client.credentials.partner_id
    assert partner_id is not None
    assert draft["partner_id"] == typeid_of("partner", partner_id)
    (row,) = await rows(service, "SELECT owner FROM applications WHERE application_id = :id", draft)
    assert row.owner == f"partner:{partner_id}"


@pytest.mark.parametrize("role", [Role.LOAN_OFFICER, Role.APPROVER, Role.ADMIN, Role.AUDITOR])
async def test_z3_staff_do_not_apply_for_borrowers(
    borrower: Applicant, client_for: ClientFor, role: Role
) -> None:
    body = {"product_code": PRODUCT, "party_id": borrower.party_id, "channel": "web"} | wishes()
    refused(await client_for(role).post(PATH, body), 403, "insufficient_scope")
