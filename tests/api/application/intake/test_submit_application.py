"""submit_application: refused with everything that is missing; the fast track; the clock."""

from datetime import timedelta

from services.kit.identifiers import uuid_of
from tests.api.application.intake.applicant import (
    PRODUCT,
    SECURED,
    Applicant,
    Json,
    move,
    path_of,
    told,
    yuan,
)
from tests.api.application.intake.ledgers import audit_of, audit_rows, rows, topics_of
from tests.api.application.underwriter import accepted, underwriting_of
from tests.api.signed_clients import Client, RunningApp, expect, refused

BUREAU = "credit_bureau_query"
ENDED = "SELECT * FROM audit WHERE aggregate_id = :party ORDER BY seq"
REJECTION = {"reason_code": "other", "reason": "The shop is closed."}


async def standing(borrower: Applicant) -> dict[str, bool]:
    """Which consents of the borrower count, the latest of each purpose."""
    consents = expect(await borrower.client.get(f"/v1/parties/{borrower.party_id}/consents"), 200)
    return {each["purpose"]: each["is_current"] for each in reversed(consents["data"])}


async def anew(borrower: Applicant) -> Json:
    """An application after the first was turned away, once what it lacked was given anew."""
    draft = await borrower.draft()
    await borrower.upload_all(draft)
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == [(f"/consents/{BUREAU}", "consent_lapsed")]
    step = expect(await borrower.client.get(path_of(draft, "next-step")), 200)
    assert told({"errors": step["missing"]}) == [(f"/consents/{BUREAU}", "consent_lapsed")]
    assert step["call"]["path"] == f"/v1/parties/{borrower.party_id}/consents"
    await borrower.agree(BUREAU)
    return expect(await borrower.submit(draft), 201)


async def test_everything_missing_is_told_at_once(borrower: Applicant) -> None:
    body = {"product_code": PRODUCT, "party_id": borrower.party_id, "channel": "web"}
    draft = expect(await borrower.client.post("/v1/applications", body), 201)
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == [
        ("/amount", "required"),
        ("/term_months", "required"),
        ("/method", "required"),
        ("/purpose_code", "required"),
        ("/materials/identity_card_front", "material_missing"),
        ("/materials/identity_card_back", "material_missing"),
        ("/materials/bank_statement", "material_missing"),
        ("/materials/premises_proof", "material_missing"),
        ("/materials/bureau_authorisation", "material_missing"),
        ("/materials/business_licence", "one_of_materials_missing"),
        ("/consents/personal_data", "consent_missing"),
        ("/consents/sensitive_data", "consent_missing"),
        ("/consents/credit_bureau_query", "consent_missing"),
    ]


async def test_the_refusal_is_told_in_chinese_too(borrower: Applicant) -> None:
    draft = await borrower.draft()
    answer = await borrower.client.http.post(
        path_of(draft, "submissions"),
        headers={"Accept-Language": "zh-CN", "If-Match": '"1"', "Idempotency-Key": draft["id"]},
    )
    problem = refused(answer, 409, "application_incomplete")
    assert problem["title"] == "申请资料不完整"
    assert problem["errors"][0]["message"].startswith("身份证人像面")


async def test_a_refused_submission_leaves_nothing(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.draft()
    refused(await borrower.submit(draft), 409, "application_incomplete")
    assert expect(await borrower.client.get(path_of(draft)), 200) == draft
    assert await audit_of(service, draft) == ["application.draft"]
    assert await topics_of(service, draft) == []


async def test_a_revoked_consent_is_missing(borrower: Applicant) -> None:
    draft = await borrower.complete_draft()
    consents = expect(await borrower.client.get(f"/v1/parties/{borrower.party_id}/consents"), 200)
    (bureau,) = [each for each in consents["data"] if each["purpose"] == "credit_bureau_query"]
    path = f"/v1/parties/{borrower.party_id}/consents/{bureau['id']}/revocations"
    expect(await borrower.client.post(path), 201)
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == [("/consents/credit_bureau_query", "consent_lapsed")]


async def test_an_authorisation_that_ended_with_a_refusal_is_asked_for_anew(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    expect(await move(officer, submitted, "rejections", REJECTION), 201)
    assert await standing(borrower) == {
        "personal_data": True,
        "sensitive_data": True,
        BUREAU: False,
    }
    party_id = uuid_of("party", borrower.party_id)
    ended = (await rows(service, ENDED, submitted, party=party_id))[-1]
    assert (ended.actor, ended.before["status"], ended.after["status"]) == (
        officer.subject,
        "given",
        "revoked",
    )
    again = await anew(borrower)
    expect(await move(officer, again, "rejections", REJECTION), 201)
    assert not (await standing(borrower))[BUREAU]


async def test_a_decline_ends_the_authorisation_too(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    underwriting = underwriting_of(await accepted(borrower), neighbour, service)
    await underwriting.started()
    assert (await standing(borrower))[BUREAU]
    await underwriting.decides(underwriting.decline())
    assert not (await standing(borrower))[BUREAU]
    await anew(borrower)


async def test_a_refusal_leaves_an_authorisation_another_application_rests_on(
    borrower: Applicant, officer: Client
) -> None:
    first = await borrower.submitted()
    draft = await borrower.draft(product_code=SECURED)
    await borrower.offered(draft)
    await borrower.upload_all(draft)
    second = expect(await borrower.submit(draft), 201)
    expect(await move(officer, first, "rejections", REJECTION), 201)
    assert (await standing(borrower))[BUREAU]
    expect(await move(officer, second, "rejections", REJECTION), 201)
    assert not (await standing(borrower))[BUREAU]


async def test_a_refusal_ends_nothing_that_was_withdrawn_before(
    borrower: Applicant, officer: Client
) -> None:
    submitted = await borrower.submitted()
    path = f"/v1/parties/{borrower.party_id}/consents"
    (bureau,) = [
        each
        for each in expect(await borrower.client.get(path), 200)["data"]
        if each["purpose"] == BUREAU
    ]
    ended = expect(await borrower.client.post(f"{path}/{bureau['id']}/revocations"), 201)
    expect(await move(officer, submitted, "rejections", REJECTION), 201)
    listed = expect(await borrower.client.get(path), 200)["data"]
    assert ended in listed


async def test_a_submission_starts_the_officers_clock_and_is_told(
    borrower: Applicant, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    now = service.clock.now()
    assert submitted["submitted_at"] == now.isoformat().replace("+00:00", "Z")
    due = (now + timedelta(hours=4)).isoformat().replace("+00:00", "Z")
    assert submitted["sla_due_at"] == due
    assert await topics_of(service, submitted) == ["application.submitted"]
    (event,) = await rows(service, "SELECT body FROM outbox WHERE aggregate_id = :id", submitted)
    assert event.body == {"id": submitted["id"], "status": "submitted", "version": 2}
    entry = (await audit_rows(service, submitted))[-1]
    assert len(entry.after["consents"]) == 3


async def test_the_fast_track_moves_twice_and_says_so_twice(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.complete_draft(amount=yuan(50_000))
    accepted = expect(await borrower.submit(draft), 201)
    assert (accepted["status"], accepted["sla_due_at"]) == ("accepted", None)
    assert await topics_of(service, draft) == ["application.submitted", "application.accepted"]
    entries = (await audit_rows(service, draft))[-2:]
    assert [entry.action for entry in entries] == [
        "application.submitted",
        "application.accepted",
    ]
    assert [entry.actor for entry in entries] == [borrower.client.subject, "system:fast_track"]
    assert len({entry.recorded_xid for entry in entries}) == 1
    timeline = expect(await borrower.client.get(path_of(draft, "timeline")), 200)["data"]
    moves = [(each["from_status"], each["to_status"], each["actor"]) for each in timeline[-2:]]
    assert moves == [
        ("draft", "submitted", "borrower"),
        ("submitted", "accepted", "system"),
    ]


async def test_one_yuan_more_goes_to_an_officer(borrower: Applicant) -> None:
    draft = await borrower.complete_draft(amount=yuan(50_001))
    assert expect(await borrower.submit(draft), 201)["status"] == "submitted"


async def test_a_document_that_has_grown_stale_is_told_and_replaced(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.complete_draft()
    service.clock.advance(timedelta(days=30))
    assert (await borrower.material(draft, "bank_statement"))["status"] == "uploaded"
    service.clock.advance(timedelta(days=1))
    stale = await borrower.material(draft, "bank_statement")
    assert stale["status"] == "expired"
    problem = refused(await borrower.submit(draft), 409, "application_incomplete")
    assert told(problem) == [("/materials/bank_statement", "material_expired")]
    expect(await borrower.upload(draft, "bank_statement"), 200)
    expect(await borrower.submit(draft), 201)


async def test_documents_stop_ageing_once_handed_in(
    borrower: Applicant, service: RunningApp, officer: Client
) -> None:
    submitted = await borrower.submitted()
    service.clock.advance(timedelta(days=45))
    path = path_of(submitted, "materials", "bank_statement")
    statement = expect(await officer.get(path), 200)
    assert statement["status"] == "uploaded"
    body = {"outcome": "verified"}
    expect(await officer.post(f"{path}/reviews", body, version=statement["version"]), 201)


async def test_submission_fixes_the_partys_identity(borrower: Applicant) -> None:
    await borrower.submitted()
    path = f"/v1/parties/{borrower.party_id}"
    version = int((await borrower.client.get(path)).headers["ETag"].strip('"'))
    change = {"identity_number": "330106199512310020"}
    refused(await borrower.client.patch(path, change, version=version), 409, "identity_fixed")


async def test_a_submission_takes_no_body(borrower: Applicant) -> None:
    draft = await borrower.draft()
    refused(await borrower.move(draft, "submissions", {}), 400, "body_not_expected")
