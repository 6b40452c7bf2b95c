"""A loan application walks from a stranger's first login to its acceptance, through the gateway."""

import httpx

from services.kit.clock import SystemClock
from tests.journeys.applying import (
    STALL,
    Applicant,
    accept_at_intake,
    move,
    next_step,
    statuses,
)
from tests.journeys.person import Person, expect
from tests.journeys.running_stack import RunningStack

OTHER_STALL = STALL | {"identity_number": "440305198511011235", "mobile": "13900139000"}
TO_ACCEPTANCE = ["draft", "submitted", "accepted"]


async def test_an_officer_accepts_what_a_borrower_hands_in(gateway: httpx.AsyncClient) -> None:
    borrower = await Person.log_in(gateway, "borrower")
    officer = await Person.log_in(gateway, "officer")
    applicant = await Applicant.of(borrower, STALL, SystemClock().today())
    application = await applicant.draft(80_000)

    step = await next_step(borrower, application)
    assert (step["actor"], step["blocked_because"]) == ("borrower", "incomplete")
    etag = (await borrower.get(application)).headers["etag"]
    refused = expect(409, await borrower.post(f"{application}/submissions", etag=etag))
    assert refused["code"] == "application_incomplete"
    missing = [entry["pointer"] for entry in step["missing"]]
    assert [error["pointer"] for error in refused["errors"]] == missing

    await applicant.hand_in_everything(application)
    assert (await move(borrower, application, "submissions"))["status"] == "submitted"
    assert (await next_step(officer, application))["actor"] == "loan_officer"

    assert (await accept_at_intake(officer, application))["status"] == "accepted"
    assert (await statuses(borrower, application))[:3] == TO_ACCEPTANCE

    stranger = await Person.log_in(gateway, "borrower2")
    assert expect(404, await stranger.get(application))["code"] == "not_found"
    for list_of in ("/v1/applications", "/v1/parties"):
        assert expect(200, await stranger.get(list_of))["data"] == []


async def test_a_small_loan_takes_the_fast_track(gateway: httpx.AsyncClient) -> None:
    borrower = await Person.log_in(gateway, "borrower2")
    applicant = await Applicant.of(borrower, OTHER_STALL, SystemClock().today())
    application = await applicant.draft(50_000)
    await applicant.hand_in_everything(application)
    assert (await move(borrower, application, "submissions"))["status"] == "accepted"
    assert (await statuses(borrower, application))[:3] == TO_ACCEPTANCE


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
