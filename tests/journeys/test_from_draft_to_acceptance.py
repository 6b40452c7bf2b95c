"""A loan application walks from a stranger's first login to its acceptance, through the gateway."""

import httpx

from services.kit.clock import SystemClock
from tests.api.application.intake.files import a_file
from tests.journeys.person import Json, Person, expect
from tests.journeys.running_stack import RunningStack

CONSENTS = {"personal_data", "sensitive_data", "credit_bureau_query"}
STALL = {
    "kind": "person",
    "customer_type": "sole_trader",
    "name": "王小明",
    "identity_number": "110101199003070003",
    "identity_valid_to": "2036-03-07",
    "mobile": "13800138000",
    "address": "北京市东城区示例路1号",
}
OVEN = {
    "product_code": "SOLE_TRADER_CREDIT",
    "channel": "app",
    "term_months": 12,
    "method": "level_instalment",
    "purpose_code": "equipment",
}


OTHER_STALL = STALL | {"identity_number": "440305198511011235", "mobile": "13900139000"}


async def _register(borrower: Person, stall: Json) -> Json:
    """The borrower as a party who has agreed to what an application needs."""
    party = expect(201, await borrower.post("/v1/parties", stall))
    for text in expect(200, await borrower.get("/v1/consent-texts"))["data"]:
        if text["purpose"] in CONSENTS:
            consent = {
                "purpose": text["purpose"],
                "text_version": text["version"],
                "text_hash": text["hash"],
                "channel": "app",
            }
            expect(201, await borrower.post(f"/v1/parties/{party['id']}/consents", consent))
    return party


async def _draft(borrower: Person, party: Json, amount_yuan: int) -> str:
    amount = {"amount": amount_yuan * 100, "currency": "CNY"}
    wish = OVEN | {"party_id": party["id"], "amount": amount}
    draft = await borrower.post("/v1/applications", wish)
    made = expect(201, draft)
    assert made["status"] == "draft"
    assert draft.headers["location"] == f"/v1/applications/{made['id']}"
    return draft.headers["location"]


async def _hand_in_everything(borrower: Person, application: str) -> None:
    today = SystemClock().today().isoformat()
    handed_in: set[str] = set()
    for material in expect(200, await borrower.get(f"{application}/materials"))["data"]:
        group = material["alternatives"] or material["item"]
        if material["need"] == "optional" or group in handed_in:
            continue
        handed_in.add(group)
        media_type = material["media_types"][0]
        dated = {} if material["freshness_days"] is None else {"document_on": today}
        uploaded = await borrower.put(
            f"{application}/materials/{material['item']}/content",
            a_file(media_type),
            media_type,
            etag=f'"{material["version"]}"',
            **dated,
        )
        assert expect(200, uploaded)["status"] == "uploaded"


async def _move(person: Person, application: str, name: str, body: Json | None = None) -> Json:
    """Take it a step further at the version just read."""
    etag = (await person.get(application)).headers["etag"]
    return expect(201, await person.post(f"{application}/{name}", body, etag=etag))


async def _verify_everything(officer: Person, application: str) -> None:
    for material in expect(200, await officer.get(f"{application}/materials"))["data"]:
        if material["status"] == "uploaded":
            path = f"{application}/materials/{material['item']}/reviews"
            etag = f'"{material["version"]}"'
            expect(201, await officer.post(path, {"outcome": "verified"}, etag=etag))


async def _timeline(person: Person, application: str) -> list[str]:
    entries = expect(200, await person.get(f"{application}/timeline"))["data"]
    return [entry["to_status"] for entry in entries if entry["kind"] == "status_changed"]


async def test_an_officer_accepts_what_a_borrower_hands_in(gateway: httpx.AsyncClient) -> None:
    borrower = await Person.log_in(gateway, "borrower")
    officer = await Person.log_in(gateway, "officer")
    party = await _register(borrower, STALL)
    application = await _draft(borrower, party, 80_000)

    step = expect(200, await borrower.get(f"{application}/next-step"))
    assert (step["actor"], step["blocked_because"]) == ("borrower", "incomplete")
    etag = (await borrower.get(application)).headers["etag"]
    refused = expect(409, await borrower.post(f"{application}/submissions", etag=etag))
    assert refused["code"] == "application_incomplete"
    missing = [entry["pointer"] for entry in step["missing"]]
    assert [error["pointer"] for error in refused["errors"]] == missing

    await _hand_in_everything(borrower, application)
    assert (await _move(borrower, application, "submissions"))["status"] == "submitted"
    step = expect(200, await officer.get(f"{application}/next-step"))
    assert step["actor"] == "loan_officer"

    await _verify_everything(officer, application)
    assert (await _move(officer, application, "acceptances"))["status"] == "accepted"
    assert expect(200, await borrower.get(application))["status"] == "accepted"
    assert await _timeline(borrower, application) == ["draft", "submitted", "accepted"]

    stranger = await Person.log_in(gateway, "borrower2")
    assert expect(404, await stranger.get(application))["code"] == "not_found"
    for list_of in ("/v1/applications", "/v1/parties"):
        assert expect(200, await stranger.get(list_of))["data"] == []


async def test_a_small_loan_takes_the_fast_track(gateway: httpx.AsyncClient) -> None:
    borrower = await Person.log_in(gateway, "borrower2")
    party = await _register(borrower, OTHER_STALL)
    application = await _draft(borrower, party, 50_000)
    await _hand_in_everything(borrower, application)
    assert (await _move(borrower, application, "submissions"))["status"] == "accepted"
    assert await _timeline(borrower, application) == ["draft", "submitted", "accepted"]


async def test_the_audit_of_what_was_done_is_whole(
    stack: RunningStack, gateway: httpx.AsyncClient
) -> None:
    assert (await gateway.get("/healthz")).status_code == 200
    told = await stack.command("services.kit.verify_audit", "all")
    assert [line.partition(" entries")[0].split()[:2] for line in told.splitlines()] == [
        ["application:", "whole:"],
        ["disbursement:", "whole:"],
        ["repayment:", "whole:"],
        ["underwriting:", "whole:"],
    ]
