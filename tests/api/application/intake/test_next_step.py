"""The next step leads a client through, and every call it names is one this API has."""

from typing import Any

import httpx
import pytest

from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.next_steps import TURNS
from tests.api.application.intake.applicant import (
    PRODUCT,
    Applicant,
    Json,
    a_property,
    path_of,
    wishes,
)
from tests.api.application.intake.files import a_file
from tests.api.application.intake.ledgers import put_into
from tests.api.signed_clients import Client, RunningApp, expect

CONSENT = {"channel": "app"}


async def step_of(client: Client, application: Json) -> Json:
    return expect(await client.get(path_of(application, "next-step")), 200)


async def take(applicant: Applicant, step: Json) -> Any:
    """Make the call a next step names, knowing nothing but what it says."""
    call = step["call"]
    gap = step["missing"][0]["pointer"] if step["missing"] else ""
    headers = {each["name"]: each["value"] or gap + "key" for each in call["headers"]}
    sent: dict[str, Any] = {}
    if call["operation_id"] == "patch_application":
        sent["json"] = wishes()
    elif call["operation_id"] == "put_material_content":
        headers["Content-Type"] = call["content_types"][-1]
        sent["content"] = a_file(headers["Content-Type"])
        today = applicant.service.clock.today().isoformat()
        sent["params"] = {each["name"]: today for each in call["query"]}
    elif call["operation_id"] == "post_collateral":
        sent["json"] = a_property()
    elif call["operation_id"] == "post_consent":
        purpose = gap.removeprefix("/consents/")
        texts = (await applicant.client.get("/v1/consent-texts")).json()["data"]
        (text,) = [each for each in texts if each["purpose"] == purpose]
        quoted = {"text_version": text["version"], "text_hash": text["hash"]}
        sent["json"] = CONSENT | quoted | {"purpose": purpose}
    answer = await applicant.client.http.request(
        call["method"], call["path"], headers=headers, **sent
    )
    assert answer.status_code in {200, 201}, answer.text
    return answer


async def follow(client: Client, step: Json, **sent: Any) -> httpx.Response:
    """The POST a next step names, under a key of its own."""
    call = step["call"]
    headers = {each["name"]: each["value"] or call["path"] for each in call["headers"]}
    return await client.http.post(call["path"], headers=headers, **sent)


async def test_a_client_that_only_follows_next_steps_gets_to_the_officers_desk(
    borrower: Applicant,
) -> None:
    body = {"product_code": PRODUCT, "party_id": borrower.party_id, "channel": "mini_program"}
    application = expect(await borrower.client.post("/v1/applications", body), 201)
    taken = []
    while (step := await step_of(borrower.client, application))["actor"] == "borrower":
        taken.append(step["call"]["operation_id"])
        await take(borrower, step)
        assert len(taken) < 20
    assert taken == [
        "patch_application",
        *["put_material_content"] * 6,
        *["post_consent"] * 3,
        "post_application_submission",
    ]
    assert (step["status"], step["actor"]) == ("submitted", "loan_officer")


async def test_a_call_names_the_date_and_the_types_its_item_asks_for(borrower: Applicant) -> None:
    draft = await borrower.draft()
    dated = set()
    while (step := await step_of(borrower.client, draft))["call"]["method"] == "PUT":
        call = step["call"]
        item = expect(await borrower.client.get(call["path"].removesuffix("/content")), 200)
        asked = [] if item["freshness_days"] is None else [{"name": "document_on", "value": None}]
        assert (call["query"], call["content_types"]) == (asked, item["media_types"])
        dated.add(bool(asked))
        await take(borrower, step)
    assert dated == {True, False}


async def test_an_officer_is_led_from_review_to_acceptance(
    borrower: Applicant, officer: Client
) -> None:
    submitted = await borrower.submitted()
    step = await step_of(officer, submitted)
    assert step["due_at"] == submitted["sla_due_at"]
    assert step["blocked_because"] == "materials_unreviewed"
    assert (await step_of(borrower.client, submitted))["call"] is None
    while step["call"]["operation_id"] == "post_material_review":
        expect(await follow(officer, step, json={"outcome": "verified"}), 201)
        step = await step_of(officer, submitted)
    assert (step["blocked_because"], step["missing"]) == (None, [])
    assert expect(await follow(officer, step), 201)["status"] == "accepted"
    step = await step_of(borrower.client, submitted)
    assert (step["actor"], step["call"]) == ("system", None)


@pytest.mark.parametrize("status", sorted(ApplicationStatus))
async def test_every_status_has_a_next_step(
    borrower: Applicant, service: RunningApp, status: ApplicationStatus
) -> None:
    draft = await borrower.draft()
    await put_into(service, draft, status)
    step = await step_of(borrower.client, draft)
    assert step["status"] == status
    assert step["message"] == TURNS[status][1].en
    is_waiting_for_somebody = step["actor"] != "nobody"
    assert is_waiting_for_somebody or (step["call"], step["missing"]) == (None, [])


async def test_it_speaks_the_callers_language(borrower: Applicant) -> None:
    draft = await borrower.draft()
    answer = await borrower.client.http.get(
        path_of(draft, "next-step"), headers={"Accept-Language": "zh-CN,zh;q=0.9"}
    )
    step = expect(answer, 200)
    assert step["message"] == "请完善申请资料并提交。"
    assert step["missing"][0]["message"].startswith("身份证")
    assert answer.headers["Content-Language"] == "zh-CN"
