"""Loans on property: nothing is offered before it is valued, and nothing beyond its share."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.kit.roles import Role
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.decisions.tables import DecisionRow
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.officers import (
    QUESTION,
    REFUSAL,
    WISH,
    Bench,
    Json,
    bench_for,
    events_of,
    secured,
    valuation_of,
)
from tests.api.underwriting.telling import Told, another, collateral, path_of, yuan


@pytest.fixture
def submission() -> Told:
    """A loan on one home."""
    return secured()


@pytest.fixture
async def desk_bench(submission: Told, assessed: Assess, client_for: ClientFor) -> Bench:
    """Its case on the desk."""
    bench = bench_for(client_for, await assessed(submission))
    await bench.claimed()
    return bench


async def valued(bench: Bench, thing: Json, **changed: Any) -> Json:
    """A valuation of the thing by the underwriter."""
    said = valuation_of(thing, **changed)
    return expect(await bench.step(bench.underwriter, "collateral-valuations", said), 201)


async def decision_of(bench: Bench) -> Json:
    """The decision that stands."""
    case = await bench.read()
    return expect(await bench.underwriter.get(f"/v1/decisions/{case['decision_id']}"), 200)


def codes(problem: Json) -> set[str]:
    """What is wrong, in one word each."""
    return {error["code"] for error in problem["errors"]}


async def test_what_is_not_valued_waits_for_people_and_no_terms_can_be_recommended(
    desk_bench: Bench, submission: Told
) -> None:
    assert "missing_collateral" in {
        each["code"] for each in (await decision_of(desk_bench))["reasons"]
    }
    answer = await desk_bench.step(desk_bench.underwriter, "recommendations", WISH)
    refused(answer, 409, "valuation_wanted")
    shown = expect(await desk_bench.underwriter.get(f"{desk_bench.path}/collaterals"), 200)
    (thing,) = shown["data"]
    assert (thing["id"], thing["valuation"]) == (submission["collaterals"][0]["id"], None)
    assert thing["is_valuation_wanted"]


async def test_value_collateral_decides_the_case_anew_and_leaves_it_on_the_desk(
    desk_bench: Bench, submission: Told, service: RunningApp
) -> None:
    first = await decision_of(desk_bench)
    (thing,) = submission["collaterals"]
    said = await valued(desk_bench, thing, prior_liens=yuan(40_000))
    assert said["valued_by"] == desk_bench.underwriter.subject
    case, second = await desk_bench.read(), await decision_of(desk_bench)
    assert (case["status"], case["claim"]["by"]) == ("in_review", desk_bench.underwriter.subject)
    assert (case["authority"], second["outcome"]) == ("level_2", "referred")
    assert second["snapshot"]["snapshot"]["collateral"] == {
        "kind": "home",
        "value_minor": 10_000_000,
        "prior_liens_minor": 4_000_000,
        "is_mortgageable": True,
    }
    assert "missing_collateral" not in {each["code"] for each in second["reasons"]}
    for decision, is_standing in ((first, False), (second, True)):
        path = f"/v1/decisions/{decision['id']}"
        shown = expect(await desk_bench.underwriter.get(path), 200)
        assert shown["is_standing"] is is_standing
        replayed = expect(await desk_bench.underwriter.post(f"{path}/replays"), 200)
        assert replayed["is_identical"]
    assert await events_of(service, desk_bench.case_id) == ["case.started"]


async def test_nobody_lends_beyond_the_share_of_the_value_whatever_the_reason(
    desk_bench: Bench, submission: Told, service: RunningApp
) -> None:
    (thing,) = submission["collaterals"]
    await valued(desk_bench, thing, prior_liens=yuan(50_000))  # 70 % of 100,000, less 50,000
    beyond = WISH | {"amount": yuan(20_001), "override_reason": "客户资信良好"}
    answer = await desk_bench.step(desk_bench.underwriter, "recommendations", beyond)
    assert codes(refused(answer, 409, "terms_not_allowed")) == {"limited_by_collateral"}
    within = WISH | {"amount": yuan(20_000)}
    answer = await desk_bench.step(desk_bench.underwriter, "recommendations", within)
    recommended = expect(answer, 201)
    assert recommended["authority"] == "level_2"
    conditions = {each["code"] for each in recommended["recommendation"]["conditions"]}
    assert conditions == {"lien_registered", "property_insured"}
    approved = expect(await desk_bench.step(desk_bench.approver, "approvals"), 201)
    assert approved["status"] == "conditional"
    granted = await decision_of(desk_bench)
    assert granted["snapshot"]["snapshot"]["collateral"]["prior_liens_minor"] == 5_000_000
    assert (await events_of(service, desk_bench.case_id))[-1] == "decision.approved"


async def test_a_newer_valuation_supersedes_and_the_older_one_stays_to_be_read(
    desk_bench: Bench, submission: Told
) -> None:
    (thing,) = submission["collaterals"]
    older = await valued(desk_bench, thing, value=yuan(900_000))
    newer = await valued(desk_bench, thing, value=yuan(20_000))
    path = f"{desk_bench.path}/collateral-valuations"
    listed = expect(await desk_bench.approver.get(path), 200)
    assert listed["data"] == [newer, older]
    shown = expect(await desk_bench.approver.get(f"{desk_bench.path}/collaterals"), 200)
    assert shown["data"][0]["valuation"] == newer
    assert not shown["data"][0]["is_valuation_wanted"]
    answer = await desk_bench.step(desk_bench.underwriter, "recommendations", WISH)
    assert codes(refused(answer, 409, "terms_not_allowed")) == {"limited_by_collateral"}


async def test_what_may_not_be_mortgaged_is_declined_by_a_person_and_by_nobody_lent_on(
    desk_bench: Bench, submission: Told
) -> None:
    (thing,) = submission["collaterals"]
    await valued(desk_bench, thing, is_mortgageable=False)
    assert (await decision_of(desk_bench))["outcome"] == "declined"
    wish = WISH | {"override_reason": "客户资信良好"}
    answer = await desk_bench.step(desk_bench.underwriter, "recommendations", wish)
    assert codes(refused(answer, 409, "terms_not_allowed")) == {"not_mortgageable"}
    declined = await desk_bench.step(desk_bench.underwriter, "refusals", REFUSAL)
    assert expect(declined, 201)["status"] == "declined"


async def test_several_things_are_lent_on_once_all_of_them_are_valued(
    assessed: Assess, client_for: ClientFor
) -> None:
    home, car = collateral(), collateral(kind="vehicle")
    bench = bench_for(client_for, await assessed(secured(home, car)))
    await bench.claimed()
    await valued(bench, home)
    answer = await bench.step(bench.underwriter, "recommendations", WISH)
    refused(answer, 409, "valuation_wanted")
    await valued(bench, car, value=yuan(20_000))
    found = (await decision_of(bench))["snapshot"]["snapshot"]["collateral"]
    assert (found["kind"], found["value_minor"]) == ("vehicle", 12_000_000)
    expect(await bench.step(bench.underwriter, "recommendations", WISH), 201)


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"kind": "shop"}, "/kind", "not_the_same"),
        ({"valued_on": "2026-11-24"}, "/valued_on", "date_in_the_future"),
        ({"valued_on": "2026-05-26"}, "/valued_on", "valuation_too_old"),
        ({"value": {"amount": 1, "currency": "USD"}}, "/value/currency", "other_currency"),
        (
            {"prior_liens": {"amount": 0, "currency": "USD"}},
            "/prior_liens/currency",
            "other_currency",
        ),
        ({"collateral_id": another("col")}, "/collateral_id", "unknown_collateral"),
    ],
)
async def test_a_valuation_that_cannot_be_is_refused_at_its_place(
    changed: Json, pointer: str, code: str, desk_bench: Bench, submission: Told
) -> None:
    (thing,) = submission["collaterals"]
    said = valuation_of(thing, **changed)
    answer = await desk_bench.step(desk_bench.underwriter, "collateral-valuations", said)
    problem = refused(answer, 422, "validation_failed")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(pointer, code)]
    listed = await desk_bench.underwriter.get(f"{desk_bench.path}/collateral-valuations")
    assert expect(listed, 200)["data"] == []


async def test_valuing_needs_the_case_on_ones_desk(
    desk_bench: Bench, submission: Told, client_for: ClientFor
) -> None:
    (thing,) = submission["collaterals"]
    said = valuation_of(thing)
    another_underwriter = client_for(Role.UNDERWRITER)
    answer = await desk_bench.step(another_underwriter, "collateral-valuations", said)
    refused(answer, 409, "claim_needed")
    await valued(desk_bench, thing)
    expect(await desk_bench.step(desk_bench.underwriter, "recommendations", WISH), 201)
    answer = await desk_bench.step(desk_bench.underwriter, "collateral-valuations", said)
    refused(answer, 409, "claim_needed")


async def test_z5_who_valued_does_not_approve(
    submission: Told,
    assessed: Assess,
    client_for: ClientFor,
    neighbour: Client,
    desk: Desk,
) -> None:
    (thing,) = submission["collaterals"]
    both = client_for(Role.UNDERWRITER, Role.APPROVER)
    case_id = await assessed(submission)
    first = Bench(client_for, both, both, case_id)
    await first.claimed()
    await valued(first, thing)
    expect(await first.step(both, "information-requests", QUESTION), 201)
    answered = submission | {"sequence": 4, "after": 3, "submission": 2}
    expect(await neighbour.put(path_of(submission), answered), 200)
    await assess_case(case_id, desk)
    second = bench_for(client_for, case_id)
    await second.recommended()  # the thing is the same one, and so is its value
    refused(await second.step(both, "approvals"), 403, "own_work")
    expect(await second.step(second.approver, "approvals"), 201)


async def test_a_valuation_counts_for_180_days(
    desk_bench: Bench, submission: Told, service: RunningApp
) -> None:
    (thing,) = submission["collaterals"]
    await valued(desk_bench, thing, valued_on="2026-11-23")

    async def wanted() -> bool:
        shown = await desk_bench.underwriter.get(f"{desk_bench.path}/collaterals")
        is_wanted = expect(shown, 200)["data"][0]["is_valuation_wanted"]
        assert isinstance(is_wanted, bool)
        return is_wanted

    service.advance(timedelta(days=180))
    assert not await wanted()
    service.advance(timedelta(days=1))
    assert await wanted()


@pytest.mark.parametrize("doing", ["collateral-valuations", "recommendations"])
async def test_z5_no_hand_of_the_intake_values_or_recommends(
    doing: str, submission: Told, assessed: Assess, client_for: ClientFor
) -> None:
    officer = client_for(Role.LOAN_OFFICER, Role.UNDERWRITER)
    submission["handled_by"] = ["somebody-else", officer.subject]
    bench = Bench(client_for, officer, officer, await assessed(submission))
    await bench.claimed()
    body = valuation_of(submission["collaterals"][0]) if doing.endswith("valuations") else WISH
    refused(await bench.step(officer, doing, body), 403, "own_work")


async def test_z7_owners_titles_and_places_are_shown_to_those_who_work_on_the_case(
    desk_bench: Bench, submission: Told, client_for: ClientFor
) -> None:
    (thing,) = submission["collaterals"]
    path = f"{desk_bench.path}/collaterals"
    words = ("owner_name", "title_number", "place")
    for reader in (desk_bench.underwriter, desk_bench.approver):
        (shown,) = expect(await reader.get(path), 200)["data"]
        assert {word: shown[word] for word in words} == {word: thing[word] for word in words}
    for overseer in (client_for(Role.AUDITOR), client_for(Role.RISK_MANAGER)):
        (shown,) = expect(await overseer.get(path), 200)["data"]
        assert [shown[word] for word in words] == [
            "示****", "京(2020**********345号", "北京市东城区*****",
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["collaterals", "collateral-valuations"])
async def test_the_borrower_sees_nothing_of_valuations(
    name: str, desk_bench: Bench, submission: Told, client_for: ClientFor
) -> None:
    owner = client_for(Role.BORROWER, subject=submission["application"]["owner"])
    refused(await owner.get(f"{desk_bench.path}/{name}"), 403, "insufficient_scope")
    nothing = f"/v1/cases/{another('case')}/{name}"
    refused(await desk_bench.underwriter.get(nothing), 404, "not_found")


async def test_the_same_valuation_sent_twice_is_one(
    desk_bench: Bench, submission: Told, service: RunningApp
) -> None:
    (thing,) = submission["collaterals"]
    said, version = valuation_of(thing), (await desk_bench.read())["version"]
    path = f"{desk_bench.path}/collateral-valuations"
    answers = [
        await desk_bench.underwriter.post(path, said, key="once-valued", version=version)
        for _ in range(2)
    ]
    assert expect(answers[0], 201) == expect(answers[1], 201)
    async with service.sessions() as session:
        counted = await session.scalar(
            select(func.count()).where(DecisionRow.case_id == desk_bench.case_id)
        )
    assert counted == 2


async def test_a_valuation_that_ran_out_is_wanted_again_by_who_recommends_and_who_approves(
    desk_bench: Bench, submission: Told, service: RunningApp
) -> None:
    (thing,) = submission["collaterals"]
    with service.for_a_while():
        last_day = service.clock.today() - timedelta(days=180)
        await valued(desk_bench, thing, valued_on=last_day.isoformat())
        service.advance(timedelta(days=1))
        answer = await desk_bench.step(desk_bench.underwriter, "recommendations", WISH)
        refused(answer, 409, "valuation_wanted")
        last_day += timedelta(days=1)
        await valued(desk_bench, thing, valued_on=last_day.isoformat())
        expect(await desk_bench.step(desk_bench.underwriter, "recommendations", WISH), 201)
        service.advance(timedelta(days=1))
        refused(await desk_bench.step(desk_bench.approver, "approvals"), 409, "valuation_wanted")
        expect(await desk_bench.step(desk_bench.approver, "returns", {"reason": "x"}), 201)
        await desk_bench.claimed()
        await valued(desk_bench, thing, valued_on=service.clock.today().isoformat())
        expect(await desk_bench.step(desk_bench.underwriter, "recommendations", WISH), 201)
        expect(await desk_bench.step(desk_bench.approver, "approvals"), 201)
