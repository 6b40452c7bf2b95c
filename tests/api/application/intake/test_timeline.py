"""The timeline tells each audience what is theirs to know."""

from typing import Any

from tests.api.application.intake.applicant import Applicant, Json, a_partner, move, path_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

ENTRY = {
    *("number", "occurred_at", "kind", "actor", "from_status", "to_status"),
    *("item", "reason_code", "reason"),
}
APPLICATION = {
    *("id", "status", "version", "party_id", "product_code", "product_version_id", "amount"),
    "group_id",
    *("term_months", "method", "purpose_code", "purpose_note", "financials"),
    *("channel", "partner_id"),
    *("external_reference", "submitted_at", "sla_due_at", "accepted_at", "supplement"),
    *("closing", "contract_id", "payout_status", "loan_id", "created_at"),
}
MATERIAL = {
    *("application_id", "item", "title", "need", "alternatives", "status", "version"),
    *("media_types", "freshness_days", "valid_until", "reason", "upload"),
}


async def timeline(client: Client, application: Json, **query: Any) -> Json:
    return expect(await client.get(path_of(application, "timeline"), **query), 200)


async def a_story(borrower: Applicant, officer: Client, approver: Client) -> Json:
    """Submitted, reviewed, waived and rejected."""
    submitted = await borrower.submitted()
    for client, item, name, body in (
        (officer, "bank_statement", "reviews", {"outcome": "verified"}),
        (officer, "premises_proof", "reviews", {"outcome": "rejected", "reason": "too dark"}),
        (approver, "premises_proof", "waivers", {"reason": "known to the branch"}),
    ):
        material = expect(await client.get(path_of(submitted, "materials", item)), 200)
        path = path_of(submitted, "materials", item, name)
        expect(await client.post(path, body, version=material["version"]), 201)
    reason = {"reason_code": "other", "reason": "The stall has closed"}
    return expect(await move(officer, submitted, "rejections", reason), 201)


async def test_it_tells_the_whole_story_in_order(
    borrower: Applicant, officer: Client, approver: Client
) -> None:
    application = await a_story(borrower, officer, approver)
    entries = (await timeline(borrower.client, application, limit=100))["data"]
    assert [each["number"] for each in entries] == list(range(1, len(entries) + 1))
    moments = [each["occurred_at"] for each in entries]
    assert moments == sorted(moments)
    told = [(each["kind"], each["actor"], each["to_status"] or each["item"]) for each in entries]
    assert told[0] == ("status_changed", "borrower", "draft")
    assert told[-5:] == [
        ("status_changed", "borrower", "submitted"),
        ("material_verified", "loan_officer", "bank_statement"),
        ("material_rejected", "loan_officer", "premises_proof"),
        ("material_waived", "approver", "premises_proof"),
        ("status_changed", "loan_officer", "rejected"),
    ]
    assert [each["reason"] for each in entries[-3:]] == ["too dark", None, "The stall has closed"]


async def test_it_is_paged(borrower: Applicant, officer: Client, approver: Client) -> None:
    application = await a_story(borrower, officer, approver)
    whole = (await timeline(borrower.client, application, limit=100))["data"]
    found, cursor = [], None
    while True:
        asked = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        page = await timeline(borrower.client, application, **asked)
        found += page["data"]
        if (cursor := page["next_cursor"]) is None:
            break
    assert found == whole


async def test_z7_outsiders_read_no_name_of_staff_and_no_inside_reason(
    borrower: Applicant,
    officer: Client,
    approver: Client,
    service: RunningApp,
    client_for: ClientFor,
) -> None:
    partner = await a_partner(service, client_for)
    for applicant in (borrower, partner):
        application = await a_story(applicant, officer, approver)
        reads = ("timeline", "materials", "next-step", "")
        for read in reads:
            path = path_of(application, read).rstrip("/")
            seen = (await applicant.client.get(path)).text
            for hidden in (officer.subject, approver.subject, "known to the branch"):
                assert hidden not in seen


async def test_z7_staff_read_who_did_it_and_why(
    borrower: Applicant, officer: Client, approver: Client
) -> None:
    application = await a_story(borrower, officer, approver)
    entries = (await timeline(officer, application, limit=100))["data"]
    waived = next(each for each in entries if each["kind"] == "material_waived")
    assert (waived["subject"], waived["reason"]) == (approver.subject, "known to the branch")
    assert entries[0]["subject"] == borrower.client.subject


async def test_z7_each_audience_gets_exactly_its_members(
    borrower: Applicant, officer: Client, approver: Client
) -> None:
    application = await a_story(borrower, officer, approver)
    outside = (await timeline(borrower.client, application))["data"]
    inside = (await timeline(officer, application))["data"]
    assert {frozenset(each) for each in (*outside, *inside)} == {frozenset(ENTRY | {"subject"})}
    assert {each["subject"] for each in outside} == {None}
    for client in (borrower.client, officer):
        assert set(expect(await client.get(path_of(application)), 200)) == APPLICATION
        listed = expect(await client.get(path_of(application, "materials")), 200)["data"]
        assert {frozenset(each) for each in listed} == {frozenset(MATERIAL)}


async def test_a_cursor_of_one_timeline_does_not_open_another(
    borrower: Applicant,
) -> None:
    one = await borrower.complete_draft()
    two = await borrower.draft(product_code="PROPERTY_SECURED", amount=None)
    cursor = (await timeline(borrower.client, one, limit=1))["next_cursor"]
    answer = await borrower.client.get(path_of(two, "timeline"), limit=1, cursor=cursor)
    refused(answer, 400, "invalid_cursor")
