"""What the application service is told, in order, over HTTP and under our own name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from services.kit.http import ServiceClient
from services.kit.identifiers import typeid_of
from services.kit.internal_tokens import InternalSigner
from services.kit.relay import Relay
from services.kit.roles import Role
from services.kit.service_keys import private_key_file
from services.underwriting.cases.destination import TEMPLATE, ApplicationService
from tests.api.heard import Heard
from tests.api.signed_clients import ClientFor, RunningApp, expect
from tests.api.underwriting.bureau_of_tests import CLEAN, FakeBureau
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.officers import QUESTION, REFUSAL, bench_for, referred
from tests.api.underwriting.telling import told, yuan
from tests.serving import served


@pytest.fixture
def heard() -> Heard:
    """Nothing yet."""
    return Heard()


@pytest.fixture
async def relay(service: RunningApp, heard: Heard, underwriting_keys: Path) -> AsyncIterator[Relay]:
    """Our relay, with the application service listening on a real port."""
    app = Starlette(routes=[Route(TEMPLATE, heard.take, methods=["PUT"])])
    signer = InternalSigner(private_key_file(underwriting_keys, "underwriting"), "svc:underwriting")
    async with (
        served(app) as address,
        ServiceClient("application", address, signer, timeout_s=5) as client,
    ):
        yield Relay(service.sessions, [ApplicationService(service.sessions, client)])


async def test_an_approval_is_told_as_an_offer(
    relay: Relay, heard: Heard, assessed: Assess
) -> None:
    submission = told()
    case_id = await assessed(submission)
    await heard.all_of(relay)
    started, decided = heard.about(submission)
    assert started == {
        "sequence": 1,
        "after": 0,
        "case_id": typeid_of("case", case_id),
        "submission": 1,
        "kind": "started",
        "information": None,
        "decision": None,
    }
    assert (decided["sequence"], decided["after"], decided["kind"]) == (2, 1, "decided")
    offer = decided["decision"]["offer"]
    assert offer["amount"] == yuan(30_000)
    assert offer["term_months"] == 12
    assert offer["annual_rate"] == "11.1"
    assert offer["valid_until"] == "2026-12-08"
    assert offer["instalment"]["amount"] * 12 > 3_000_000
    assert set(offer["annual_cost"]) == {"simple", "compound", "basis"}
    assert decided["decision"]["decided_by"] == ["system:assessment"]


async def test_whoever_signed_is_told_with_the_decision(
    relay: Relay, heard: Heard, assessed: Assess, client_for: ClientFor
) -> None:
    """Of a committee, both; of a decline, the one who declined."""
    beyond, small, left = referred(), referred(), referred()
    beyond["financials"] |= {"monthly_income": yuan(9_000), "monthly_sales": yuan(12_000)}
    beyond["financials"]["monthly_costs"] = yuan(4_000)
    second = client_for(Role.APPROVER)

    committee = bench_for(client_for, await assessed(beyond))
    await committee.recommended(amount=yuan(40_000), override_reason="抵押物在途")
    expect(await committee.step(committee.approver, "approvals"), 201)
    expect(await committee.step(second, "approvals"), 201)
    desk = bench_for(client_for, await assessed(small))
    await desk.recommended()
    expect(await desk.step(desk.approver, "approvals"), 201)
    refusing = bench_for(client_for, await assessed(left))
    await refusing.recommended()
    expect(await refusing.step(refusing.approver, "refusals", REFUSAL), 201)

    await heard.all_of(relay)
    told_of = [heard.about(each)[-1]["decision"]["decided_by"] for each in (beyond, small, left)]
    assert told_of == [
        [committee.approver.subject, second.subject],
        [desk.approver.subject],
        [refusing.approver.subject],
    ]


async def test_a_decline_is_told_with_its_reasons_and_nothing_of_the_bureau(
    relay: Relay, heard: Heard, assessed: Assess, bureau: FakeBureau
) -> None:
    bureau.report = CLEAN | {"current_overdue_count": 2, "overdue_count": 9}
    submission = told()
    await assessed(submission)
    await heard.all_of(relay)
    decision = heard.about(submission)[-1]["decision"]
    assert decision["outcome"] == "declined"
    assert decision["offer"] is None
    assert decision["reasons"]
    assert all(set(reason) == {"code", "en", "zh"} for reason in decision["reasons"])


async def test_a_question_is_told_in_the_underwriters_words(
    relay: Relay, heard: Heard, assessed: Assess, client_for: ClientFor
) -> None:
    submission = told()
    submission["party"]["warnings"] = ["identity_region_unverified"]
    bench = bench_for(client_for, await assessed(submission))
    await bench.claimed()
    expect(await bench.step(bench.underwriter, "information-requests", QUESTION), 201)
    await heard.all_of(relay)
    asked = heard.about(submission)[-1]
    assert asked["kind"] == "information_requested"
    request_id = asked["information"].pop("request_id")
    assert request_id.startswith("inf_")
    assert asked["information"] == QUESTION


async def test_f1_a_relay_that_runs_again_tells_nothing_twice(
    relay: Relay, heard: Heard, assessed: Assess
) -> None:
    submission = told()
    await assessed(submission)
    await heard.all_of(relay)
    await heard.all_of(relay)
    assert len(heard.about(submission)) == 2
