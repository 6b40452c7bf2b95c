"""request_supplement, reject_application, withdraw_application: the ways off an officer's desk."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.application.intake.applicant import Applicant, move, path_of, told, verify_all, yuan
from tests.api.application.intake.ledgers import audit_rows, rows, topics_of
from tests.api.signed_clients import Client, RunningApp, expect, refused


def asking(service: RunningApp, *items: str, days: int = 7, **more: Any) -> dict[str, Any]:
    due_on = service.clock.today() + timedelta(days=days)
    listed = [{"item": item, "reason": "the last page is missing"} for item in items]
    return {"items": listed, "due_on": due_on.isoformat()} | more


async def test_a_supplement_goes_round_and_is_accepted(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    request = asking(service, "bank_statement", "marital_proof", note="Please by Friday")
    asked = expect(await move(officer, submitted, "supplement-requests", request), 201)
    assert (asked["status"], asked["sla_due_at"]) == ("supplement_required", None)
    assert asked["supplement"] == request
    refused(await borrower.submit(asked), 409, "application_incomplete")
    assert (await borrower.material(asked, "bank_statement"))["status"] == "rejected"
    assert (await borrower.material(asked, "marital_proof"))["need"] == "required"
    assert (await borrower.material(asked, "premises_proof"))["status"] == "uploaded"
    service.clock.advance(timedelta(hours=30))
    await borrower.upload_all(asked)
    again = expect(await borrower.submit(asked), 201)
    assert (again["status"], again["supplement"]) == ("submitted", None)
    due = service.clock.now() + timedelta(hours=4)
    assert again["sla_due_at"] == due.isoformat().replace("+00:00", "Z")
    await verify_all(officer, again)
    assert expect(await move(officer, again, "acceptances"), 201)["status"] == "accepted"
    assert await topics_of(service, submitted) == [
        "application.submitted",
        "application.supplement_required",
        "application.submitted",
        "application.accepted",
    ]


async def test_a_second_request_replaces_the_first(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    current = await borrower.submitted()
    for item in ("bank_statement", "premises_proof"):
        request = asking(service, item)
        current = expect(await move(officer, current, "supplement-requests", request), 201)
        assert [each["item"] for each in current["supplement"]["items"]] == [item]
        await borrower.upload_all(current)
        current = expect(await borrower.submit(current), 201)
    kept = await rows(
        service, "SELECT number FROM supplement_requests WHERE application_id = :id", current
    )
    assert len(kept) == 2


async def test_an_answered_question_is_never_accepted_unseen(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    request = asking(service, "bank_statement")
    asked = expect(await move(officer, submitted, "supplement-requests", request), 201)
    changed = {"amount": yuan(20_000)}
    answer = await borrower.client.patch(path_of(asked), changed, version=asked["version"])
    smaller = expect(answer, 200)
    await borrower.upload_all(smaller)
    assert expect(await borrower.submit(smaller), 201)["status"] == "submitted"


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"items": []}, [("/items", "too_short")]),
        ({"items": [{"item": "bank_statement"}]}, [("/items/0/reason", "missing")]),
        (
            {"items": [{"item": "no_such_item", "reason": "x"}]},
            [("/items/0/item", "unknown_item")],
        ),
        (
            {"items": [{"item": "bank_statement", "reason": " "}]},
            [("/items/0/reason", "not_one_line")],
        ),
        ({"due_on": "2026-03-10"}, [("/due_on", "deadline_out_of_range")]),
        ({"due_on": "2026-05-10"}, [("/due_on", "deadline_out_of_range")]),
        ({"due_on": "soon"}, [("/due_on", "malformed_date")]),
        ({"note": "x" * 501}, [("/note", "string_too_long")]),
    ],
)
async def test_a_request_that_cannot_be_is_refused_whole(
    borrower: Applicant,
    officer: Client,
    service: RunningApp,
    change: dict[str, Any],
    errors: list[tuple[str, str]],
) -> None:
    submitted = await borrower.submitted()
    request = asking(service, "bank_statement") | change
    answer = await move(officer, submitted, "supplement-requests", request)
    assert told(refused(answer, 422, "validation_failed")) == errors
    assert expect(await borrower.client.get(path_of(submitted)), 200) == submitted
    assert (await borrower.material(submitted, "bank_statement"))["status"] == "uploaded"


async def test_what_is_verified_is_not_asked_for_again(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    await verify_all(officer, submitted)
    request = asking(service, "bank_statement")
    answer = await move(officer, submitted, "supplement-requests", request)
    assert told(refused(answer, 422, "validation_failed")) == [
        ("/items/0/item", "item_already_settled")
    ]


async def test_a_rejection_is_final_and_tells_why(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    reason = {"reason_code": "not_eligible", "reason": "The business is too young"}
    rejected = expect(await move(officer, submitted, "rejections", reason), 201)
    assert (rejected["status"], rejected["closing"]) == ("rejected", reason)
    assert rejected["sla_due_at"] is None
    assert expect(await borrower.client.get(path_of(submitted)), 200) == rejected
    refused(await borrower.submit(rejected), 409, "transition_not_allowed")
    entry = (await audit_rows(service, submitted))[-1]
    assert (entry.action, entry.reason) == ("application.rejected", "The business is too young")
    assert (await topics_of(service, submitted))[-1] == "application.rejected"
    expect(await borrower.begin(), 201)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("/reason_code", "missing"), ("/reason", "missing")]),
        ({"reason_code": "mood", "reason": "x"}, [("/reason_code", "enum")]),
        ({"reason_code": "other", "reason": "a\nb"}, [("/reason", "not_one_line")]),
    ],
)
async def test_a_rejection_needs_code_and_reason(
    borrower: Applicant, officer: Client, body: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    submitted = await borrower.submitted()
    answer = await move(officer, submitted, "rejections", body)
    assert told(refused(answer, 422, "validation_failed")) == errors


@pytest.mark.parametrize("body", [{}, {"reason_code": "too_slow", "reason": "Found another"}])
async def test_a_borrower_withdraws_with_or_without_a_reason(
    borrower: Applicant, service: RunningApp, body: dict[str, Any]
) -> None:
    submitted = await borrower.submitted()
    withdrawn = expect(await borrower.move(submitted, "withdrawals", body), 201)
    assert withdrawn["status"] == "withdrawn"
    assert withdrawn["closing"] == (body or None)
    assert (await topics_of(service, submitted))[-1] == "application.withdrawn"


async def test_staff_do_not_withdraw_for_the_borrower(borrower: Applicant, officer: Client) -> None:
    submitted = await borrower.submitted()
    refused(await move(officer, submitted, "withdrawals", {}), 403, "insufficient_scope")
