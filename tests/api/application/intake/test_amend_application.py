"""amend_application: step by step, guarded by the version, and no upload is lost."""

import asyncio
from typing import Any

import pytest

from tests.api.application.intake.applicant import Applicant, path_of, told, yuan
from tests.api.application.intake.ledgers import audit_rows, topics_of
from tests.api.signed_clients import Client, RunningApp, expect, refused


async def amend(applicant: Applicant, draft: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = await applicant.client.patch(path_of(draft), changes, version=draft["version"])
    return expect(answer, 200)


async def test_a_draft_is_filled_in_step_by_step(borrower: Applicant) -> None:
    draft = await borrower.draft(amount=None, method=None)
    amended = await amend(borrower, draft, amount=yuan(60_000))
    amended = await amend(borrower, amended, method="equal_principal", purpose_note="an oven")
    assert amended["version"] == 3
    assert (amended["amount"], amended["method"]) == (yuan(60_000), "equal_principal")
    assert (amended["purpose_note"], amended["term_months"]) == ("an oven", 12)
    assert expect(await borrower.client.get(path_of(draft)), 200) == amended


async def test_null_takes_a_wish_back(borrower: Applicant) -> None:
    draft = await borrower.draft(purpose_note="an oven")
    amended = await amend(borrower, draft, purpose_note=None, amount=None)
    assert (amended["purpose_note"], amended["amount"]) == (None, None)


async def test_c12_a_patch_needs_the_version_it_read(borrower: Applicant) -> None:
    draft = await borrower.draft()
    bare = await borrower.client.patch(path_of(draft), {"term_months": 6})
    refused(bare, 428, "if_match_required")
    await amend(borrower, draft, term_months=9)
    stale = await borrower.client.patch(path_of(draft), {"term_months": 6}, version=1)
    refused(stale, 412, "version_changed")
    assert expect(await borrower.client.get(path_of(draft)), 200)["term_months"] == 9


@pytest.mark.parametrize("tag", ['W/"1"', "*", "1", '"1", "2"', '"0"', '"-1"', '"01"', '""'])
async def test_c12_only_a_strong_tag_of_ours_is_taken(borrower: Applicant, tag: str) -> None:
    draft = await borrower.draft()
    answer = await borrower.client.http.patch(
        path_of(draft), json={"term_months": 6}, headers={"If-Match": tag}
    )
    refused(answer, 400, "malformed_header")


async def test_c12_of_two_editors_one_wins(borrower: Applicant) -> None:
    draft = await borrower.draft()
    edits = [
        borrower.client.patch(path_of(draft), {"term_months": months}, version=1)
        for months in range(3, 23)
    ]
    answers = await asyncio.gather(*edits)
    won = [answer.json()["term_months"] for answer in answers if answer.status_code == 200]
    lost = [answer.json()["code"] for answer in answers if answer.status_code != 200]
    assert len(won) == 1
    assert lost == ["version_changed"] * 19
    assert expect(await borrower.client.get(path_of(draft)), 200)["term_months"] == won[0]


async def test_a_larger_amount_asks_for_more_and_loses_no_upload(borrower: Applicant) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, "bank_statement"), 200)
    before = await borrower.material(draft, "bank_statement")
    larger = await amend(borrower, draft, amount=yuan(150_000))
    accounts = await borrower.material(draft, "accounts")
    assert (accounts["need"], accounts["status"]) == ("required", "required")
    assert await borrower.material(draft, "bank_statement") == before
    expect(await borrower.upload(draft, "accounts"), 200)
    smaller = await amend(borrower, larger, amount=yuan(60_000))
    accounts = await borrower.material(draft, "accounts")
    assert (accounts["need"], accounts["status"]) == ("not_needed", "uploaded")
    await amend(borrower, smaller, amount=yuan(150_000))
    accounts = await borrower.material(draft, "accounts")
    assert (accounts["need"], accounts["status"]) == ("required", "uploaded")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"amount": yuan(300_001)}, [("/amount/amount", "amount_out_of_range")]),
        ({"purpose_code": "derivatives"}, [("/purpose_code", "purpose_denied")]),
        ({"term_months": 0}, [("/term_months", "greater_than_equal")]),
        ({"term_months": True}, [("/term_months", "int_type")]),
        ({"product_code": "PROPERTY_SECURED"}, [("/product_code", "extra_forbidden")]),
        ({"status": "accepted"}, [("/status", "extra_forbidden")]),
        ({}, [("", "nothing_to_change")]),
    ],
)
async def test_a_bad_change_changes_nothing(
    borrower: Applicant, changes: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    draft = await borrower.draft()
    answer = await borrower.client.patch(path_of(draft), changes, version=1)
    assert told(refused(answer, 422, "validation_failed")) == errors
    assert expect(await borrower.client.get(path_of(draft)), 200) == draft


async def test_what_was_submitted_is_not_amended(borrower: Applicant, officer: Client) -> None:
    submitted = await borrower.submitted()
    answer = await borrower.client.patch(path_of(submitted), {"term_months": 6}, version=2)
    refused(answer, 409, "application_not_editable")
    answer = await officer.patch(path_of(submitted), {"term_months": 6}, version=2)
    refused(answer, 403, "insufficient_scope")


async def test_an_amendment_is_audited_without_the_borrowers_words(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.draft()
    await amend(borrower, draft, term_months=6, purpose_note="for my brother's stall")
    entry = (await audit_rows(service, draft))[-1]
    assert (entry.action, entry.actor) == ("application.amended", borrower.client.subject)
    assert (entry.before["term_months"], entry.after["term_months"]) == (12, 6)
    assert "brother" not in str(entry.after)
    assert await topics_of(service, draft) == []
