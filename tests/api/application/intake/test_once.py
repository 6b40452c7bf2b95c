"""Doing it twice is doing it once: keys, fingerprints and replays of intake's POSTs."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    PRODUCT,
    Applicant,
    a_borrower,
    a_partner,
    move,
    path_of,
    register,
    wishes,
)
from tests.api.application.intake.ledgers import audit_of, topics_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

PATH = "/v1/applications"
PARALLEL = 50


def body_of(applicant: Applicant, **changed: Any) -> dict[str, Any]:
    return {
        "product_code": PRODUCT,
        "party_id": applicant.party_id,
        "channel": "app",
        **wishes(),
        **changed,
    }


def effects(answers: list[httpx.Response]) -> set[bytes]:
    """The bodies of the successes; every other answer says that the key is in flight."""
    for answer in answers:
        if answer.status_code != 201:
            refused(answer, 409, "idempotency_in_flight")
            assert answer.headers["Retry-After"] == "1"
    return {answer.content for answer in answers if answer.status_code == 201}


async def test_c1_fifty_parallel_identical_drafts_make_one(
    borrower: Applicant, service: RunningApp
) -> None:
    key, body = uuid4().hex, body_of(borrower)
    posts = [borrower.client.post(PATH, body, key=key) for _ in range(PARALLEL)]
    answers = await asyncio.gather(*posts)
    assert len(effects(answers)) == 1
    listed = expect(await borrower.client.get(PATH), 200)["data"]
    assert len(listed) == 1
    assert await audit_of(service, listed[0]) == ["application.draft"]
    again = await borrower.client.post(PATH, body, key=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == listed[0]


async def test_c1_fifty_parallel_identical_submissions_submit_once(
    borrower: Applicant, service: RunningApp
) -> None:
    draft, key = await borrower.complete_draft(), uuid4().hex
    moves = [borrower.move(draft, "submissions", key=key) for _ in range(PARALLEL)]
    assert len(effects(await asyncio.gather(*moves))) == 1
    assert await topics_of(service, draft) == ["application.submitted"]


async def test_c1_parallel_drafts_under_different_keys_leave_one_open(
    borrower: Applicant,
) -> None:
    posts = [borrower.begin() for _ in range(10)]
    answers = await asyncio.gather(*posts)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    losers = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert losers == {"open_application_exists"}


async def test_c2_a_key_used_with_another_body_is_refused_and_does_nothing(
    borrower: Applicant,
) -> None:
    key = uuid4().hex
    made = expect(await borrower.client.post(PATH, body_of(borrower), key=key), 201)
    other = body_of(borrower, term_months=6)
    refused(await borrower.client.post(PATH, other, key=key), 422, "idempotency_key_reused")
    assert expect(await borrower.client.get(path_of(made)), 200) == made


async def test_c2_the_same_ask_in_another_order_is_a_replay(borrower: Applicant) -> None:
    key, body = uuid4().hex, body_of(borrower)
    made = await borrower.client.post(PATH, body, key=key)
    reordered = dict(reversed(body.items()))
    again = await borrower.client.post(PATH, reordered, key=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.content, again.headers["ETag"]) == (made.content, made.headers["ETag"])
    assert again.headers["Location"] == made.headers["Location"]


async def test_c2_a_key_is_bound_to_the_application_it_was_used_for(
    borrower: Applicant,
) -> None:
    first = await borrower.draft()
    second = await borrower.draft(product_code="PROPERTY_SECURED")
    key = uuid4().hex
    expect(await borrower.move(first, "withdrawals", {}, key=key), 201)
    refused(await borrower.move(second, "withdrawals", {}, key=key), 422, "idempotency_key_reused")


async def test_c3_the_same_key_of_two_callers_is_two_keys(
    service: RunningApp, client_for: ClientFor
) -> None:
    one, other = await a_borrower(service, client_for), await a_borrower(service, client_for)
    key = uuid4().hex
    first = expect(await one.client.post(PATH, body_of(one), key=key), 201)
    second = await other.client.post(PATH, body_of(other), key=key)
    assert "Idempotent-Replayed" not in second.headers
    assert expect(second, 201)["id"] != first["id"]


async def test_c3_clients_of_one_partner_share_a_key_and_two_partners_do_not(
    service: RunningApp, client_for: ClientFor
) -> None:
    one, rival = await a_partner(service, client_for), await a_partner(service, client_for)
    colleague = client_for(Role.PARTNER, partner_id=one.client.credentials.partner_id)
    key = uuid4().hex
    made = expect(await one.client.post(PATH, body_of(one), key=key), 201)
    again = await colleague.post(PATH, body_of(one), key=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == made
    stolen = await rival.client.post(PATH, body_of(one), key=key)
    refused(stolen, 422, "validation_failed")


MOVES = [
    ("submissions", None),
    ("withdrawals", {}),
    ("acceptances", None),
    ("supplement-requests", {"items": [], "due_on": "2026-03-20"}),
    ("rejections", {"reason_code": "other", "reason": "no"}),
    ("materials/business_licence/reviews", {"outcome": "verified"}),
    ("materials/business_licence/waivers", {"reason": "known"}),
]


@pytest.mark.parametrize(("name", "body"), MOVES)
async def test_c4_every_move_needs_a_key(
    borrower: Applicant, client_for: ClientFor, name: str, body: dict[str, Any] | None
) -> None:
    draft = await borrower.draft()
    caller = client_for(Role.BORROWER, Role.LOAN_OFFICER, Role.APPROVER)
    sent = await caller.http.post(path_of(draft, name), json=body, headers={"If-Match": '"1"'})
    refused(sent, 400, "idempotency_key_missing")


async def test_c4_a_draft_needs_a_key(borrower: Applicant) -> None:
    sent = await borrower.client.http.post(PATH, json=body_of(borrower))
    refused(sent, 400, "idempotency_key_missing")


async def test_a_replay_comes_before_the_version_and_after_the_state_has_moved_on(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    draft, key = await borrower.complete_draft(), uuid4().hex
    first = await borrower.move(draft, "submissions", key=key)
    reason = {"reason_code": "duplicate", "reason": "see the other one"}
    expect(await move(officer, expect(first, 201), "rejections", reason), 201)
    again = await borrower.move(draft, "submissions", key=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    refused(await borrower.submit(draft), 412, "version_changed")
    assert await topics_of(service, draft) == ["application.submitted", "application.rejected"]


async def test_a_refusal_is_judged_anew_under_the_same_key(borrower: Applicant) -> None:
    draft, key = await borrower.draft(), uuid4().hex
    refused(await borrower.move(draft, "submissions", key=key), 409, "application_incomplete")
    await borrower.consent()
    await borrower.upload_all(draft)
    expect(await borrower.move(draft, "submissions", key=key), 201)


async def test_another_borrower_replays_nothing_of_a_submission(
    borrower: Applicant, service: RunningApp, client_for: ClientFor
) -> None:
    draft, key = await borrower.complete_draft(), uuid4().hex
    expect(await borrower.move(draft, "submissions", key=key), 201)
    other = await register(service, client_for(Role.BORROWER))
    refused(await other.move(draft, "submissions", key=key), 404, "not_found")
