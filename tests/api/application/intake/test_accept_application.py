"""accept_application, review_material, waive_material: complete, looked at, and not one's own."""

from typing import Any
from uuid import uuid4

import pytest

from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    Applicant,
    a_partner,
    move,
    path_of,
    told,
    verify_all,
)
from tests.api.application.intake.ledgers import audit_of, audit_rows, rows, topics_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused


async def judge(
    client: Client, application: dict[str, Any], item: str, name: str, body: dict[str, Any]
) -> Any:
    material = expect(await client.get(path_of(application, "materials", item)), 200)
    path = path_of(application, "materials", item, name)
    return await client.post(path, body, version=material["version"])


async def test_nothing_is_accepted_unseen(borrower: Applicant, officer: Client) -> None:
    submitted = await borrower.submitted()
    problem = refused(await move(officer, submitted, "acceptances"), 409, "materials_not_verified")
    assert told(problem) == [
        ("/materials/identity_card_front", "material_unreviewed"),
        ("/materials/identity_card_back", "material_unreviewed"),
        ("/materials/bank_statement", "material_unreviewed"),
        ("/materials/premises_proof", "material_unreviewed"),
        ("/materials/bureau_authorisation", "material_unreviewed"),
        ("/materials/business_licence", "material_unreviewed"),
    ]


async def test_acceptance_is_told_and_audited(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    await verify_all(officer, submitted)
    accepted = expect(await move(officer, submitted, "acceptances"), 201)
    assert accepted["accepted_at"] is not None
    assert await topics_of(service, submitted) == ["application.submitted", "application.accepted"]
    entry = (await audit_rows(service, submitted))[-1]
    assert (entry.action, entry.actor) == ("application.accepted", officer.subject)
    assert (entry.before["status"], entry.after["status"]) == ("submitted", "accepted")


async def test_a_rejected_material_keeps_its_reason_and_blocks(
    borrower: Applicant, officer: Client
) -> None:
    submitted = await borrower.submitted()
    body = {"outcome": "rejected", "reason": "The stamp cannot be read"}
    expect(await judge(officer, submitted, "premises_proof", "reviews", body), 201)
    await verify_all(officer, submitted)
    problem = refused(await move(officer, submitted, "acceptances"), 409, "materials_not_verified")
    assert told(problem) == [("/materials/premises_proof", "material_rejected")]
    seen = await borrower.material(submitted, "premises_proof")
    assert (seen["status"], seen["reason"]) == ("rejected", "The stamp cannot be read")


async def test_a_rejection_of_a_material_needs_a_reason(
    borrower: Applicant, officer: Client
) -> None:
    submitted = await borrower.submitted()
    bare = await judge(officer, submitted, "premises_proof", "reviews", {"outcome": "rejected"})
    assert told(refused(bare, 422, "validation_failed")) == [("", "reason_required")]


async def test_a_waived_material_no_longer_blocks_and_its_reason_stays_inside(
    borrower: Applicant, officer: Client, approver: Client
) -> None:
    submitted = await borrower.submitted()
    waiver = {"reason": "Seen at the visit on site"}
    expect(await judge(approver, submitted, "premises_proof", "waivers", waiver), 201)
    await verify_all(officer, submitted)
    expect(await move(officer, submitted, "acceptances"), 201)
    inside = expect(await officer.get(path_of(submitted, "materials", "premises_proof")), 200)
    assert (inside["status"], inside["reason"]) == ("waived", "Seen at the visit on site")
    outside = await borrower.material(submitted, "premises_proof")
    assert (outside["status"], outside["reason"]) == ("waived", None)


async def test_a_material_waived_in_the_draft_need_not_be_uploaded(
    borrower: Applicant, approver: Client
) -> None:
    draft = await borrower.draft()
    waiver = {"reason": "No lease: the stall is the town's"}
    expect(await judge(approver, draft, "premises_proof", "waivers", waiver), 201)
    await borrower.consent()
    await borrower.upload_all(draft)
    assert (await borrower.material(draft, "premises_proof"))["upload"] is None
    assert expect(await borrower.submit(draft), 201)["status"] == "submitted"


async def test_a_review_is_of_the_file_that_was_seen(borrower: Applicant, officer: Client) -> None:
    submitted = await borrower.submitted()
    path = path_of(submitted, "materials", "premises_proof", "reviews")
    body = {"outcome": "verified"}
    refused(await officer.post(path, body, version=1), 412, "version_changed")
    refused(await officer.post(path, body), 428, "if_match_required")


@pytest.mark.parametrize("item", ["marital_proof", "operating_proof"])
async def test_what_was_not_uploaded_is_not_reviewed(
    borrower: Applicant, officer: Client, item: str
) -> None:
    submitted = await borrower.submitted()
    answer = await judge(officer, submitted, item, "reviews", {"outcome": "verified"})
    refused(answer, 409, "transition_not_allowed")


async def test_what_is_verified_is_not_waived(
    borrower: Applicant, officer: Client, approver: Client
) -> None:
    submitted = await borrower.submitted()
    await verify_all(officer, submitted)
    answer = await judge(approver, submitted, "bank_statement", "waivers", {"reason": "why not"})
    refused(answer, 409, "transition_not_allowed")


async def test_a_draft_is_not_reviewed(borrower: Applicant, officer: Client) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, "bank_statement"), 200)
    answer = await judge(officer, draft, "bank_statement", "reviews", {"outcome": "verified"})
    refused(answer, 409, "application_not_under_review")


async def test_an_unknown_item_is_not_found(borrower: Applicant, officer: Client) -> None:
    submitted = await borrower.submitted()
    for item in ("no_such_item", "UPPER", "a" * 60, "..%2f..%2fetc"):
        path = path_of(submitted, "materials", item, "reviews")
        refused(await officer.post(path, {"outcome": "verified"}, version=1), 404, "not_found")


OWN_MOVES: list[tuple[str, dict[str, Any] | None]] = [
    ("acceptances", None),
    ("rejections", {"reason_code": "other", "reason": "no"}),
    (
        "supplement-requests",
        {"items": [{"item": "bank_statement", "reason": "cut"}], "due_on": "2026-03-20"},
    ),
    ("materials/bank_statement/reviews", {"outcome": "verified"}),
    ("materials/bank_statement/waivers", {"reason": "known"}),
]


@pytest.mark.parametrize(("name", "body"), OWN_MOVES)
async def test_nobody_judges_what_they_applied_for(
    borrower: Applicant,
    client_for: ClientFor,
    service: RunningApp,
    name: str,
    body: dict[str, Any] | None,
) -> None:
    submitted = await borrower.submitted()
    audited = await audit_of(service, submitted)
    for roles in (
        (Role.LOAN_OFFICER, Role.APPROVER),
        (Role.LOAN_OFFICER, Role.APPROVER, Role.BORROWER),
    ):
        same_person = client_for(*roles, subject=borrower.client.subject)
        refused(await move(same_person, submitted, name, body), 403, "own_work")
    assert await audit_of(service, submitted) == audited


async def test_a_partners_clerk_does_not_accept_what_the_partner_sent(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner = await a_partner(service, client_for)
    submitted = await partner.submitted()
    clerk = client_for(Role.LOAN_OFFICER, subject=partner.client.subject)
    refused(await move(clerk, submitted, "acceptances"), 403, "own_work")


async def test_z5_no_client_of_a_partner_judges_what_another_of_its_clients_sent(
    service: RunningApp, client_for: ClientFor
) -> None:
    partner_id = uuid4()
    partner = await a_partner(service, client_for, partner_id)
    submitted = await partner.submitted()
    colleague = client_for(Role.PARTNER, Role.LOAN_OFFICER, partner_id=partner_id)
    refused(await move(colleague, submitted, "acceptances"), 403, "own_work")


async def test_z3_borrowers_and_partners_do_not_judge(
    borrower: Applicant, service: RunningApp, client_for: ClientFor
) -> None:
    submitted = await borrower.submitted()
    partner = await a_partner(service, client_for)
    for name, body in OWN_MOVES:
        refused(await borrower.move(submitted, name, body), 403, "insufficient_scope")
        refused(await partner.move(submitted, name, body), 403, "insufficient_scope")


async def test_an_officer_does_not_waive_and_an_approver_does_not_accept(
    borrower: Applicant, officer: Client, approver: Client
) -> None:
    submitted = await borrower.submitted()
    waiver = await judge(officer, submitted, "bank_statement", "waivers", {"reason": "known"})
    refused(waiver, 403, "insufficient_scope")
    refused(await move(approver, submitted, "acceptances"), 403, "insufficient_scope")


async def test_the_history_says_which_officer_looked_at_what(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    await verify_all(officer, submitted)
    found = await rows(
        service,
        "SELECT item FROM application_happenings WHERE application_id = :id"
        " AND kind = 'material_verified' AND subject = :subject",
        submitted,
        subject=officer.subject,
    )
    assert {row.item for row in found} == {
        "identity_card_front",
        "identity_card_back",
        "bank_statement",
        "premises_proof",
        "bureau_authorisation",
        "business_licence",
    }
