"""The desk: claims, questions, recommendations, approvals and refusals, and who may not."""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import func, select

from services.kit.identifiers import new_id, typeid_of
from services.kit.money import Money
from services.kit.roles import Role
from services.underwriting.cases.tables import CaseRow
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.cases.use_cases.close_overdue_requests import close_overdue_requests
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.exposure import entry as exposure
from services.underwriting.exposure.entry import Promise, Reserved
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.underwriting.conftest import NOW, Assess
from tests.api.underwriting.officers import (
    QUESTION,
    REFUSAL,
    WISH,
    Bench,
    bench_for,
    events_of,
    referred,
)
from tests.api.underwriting.telling import Told, path_of, told, withdrawal, yuan
from tests.api.underwriting.watchlist.listing import listed
from tests.postgres_run import Addresses

HUGE = 10_000_000_000


async def run_out(database: Addresses, case_id: UUID) -> None:
    """Let the claim on a case run out: claims live by the database's clock."""
    connection = await asyncpg.connect(database.owner_url("underwriting"))
    await connection.execute(
        "UPDATE underwriting.cases SET claimed_until = now() - interval '1 second' "
        "WHERE case_id = $1",
        case_id,
    )
    await connection.close()


async def test_claim_case_puts_it_on_ones_desk_for_half_an_hour(bench: Bench) -> None:
    assert (await bench.read())["status"] == "manual"
    claimed = await bench.claimed()
    assert claimed["status"] == "in_review"
    assert claimed["claim"]["by"] == bench.underwriter.subject
    assert claimed["claim"]["epoch"] == 1
    again = await bench.claimed()
    assert again["claim"]["epoch"] == 2


async def test_a_claim_holds_until_it_runs_out(
    bench: Bench, client_for: ClientFor, database: Addresses
) -> None:
    await bench.claimed()
    another = client_for(Role.UNDERWRITER)
    refused(await bench.step(another, "claims"), 409, "claimed_by_another")
    refused(await bench.step(another, "refusals", REFUSAL), 409, "claim_needed")
    await run_out(database, bench.case_id)
    refused(await bench.step(bench.underwriter, "refusals", REFUSAL), 409, "claim_needed")
    taken = expect(await bench.step(another, "claims"), 201)
    assert taken["claim"]["by"] == another.subject


async def test_recommend_terms_prices_them_and_approve_case_makes_the_offer(
    bench: Bench, service: RunningApp
) -> None:
    recommended = await bench.recommended()
    recommendation = recommended["recommendation"]
    assert recommended["status"] == "recommended"
    assert recommended["claim"] is None
    assert recommendation["annual_rate"]
    assert recommendation["instalment"]["amount"] > 0
    assert recommendation["approvals_needed"] == 1
    approved = expect(await bench.step(bench.approver, "approvals"), 201)
    assert approved["status"] == "approved"
    assert approved["recommendation"]["approved_by"] == [bench.approver.subject]
    assert (await events_of(service, bench.case_id))[-1] == "decision.approved"
    decision = expect(await bench.approver.get(f"/v1/decisions/{approved['decision_id']}"), 200)
    assert decision["kind"] == "manual"
    assert decision["terms"]["amount"] == yuan(20_000)
    assert not decision["is_override"]
    owner_reads = f"/v1/decisions/{approved['decision_id']}/explanation"
    explained = expect(await bench.approver.get(owner_reads), 200)
    assert explained["decided_by"] == "person"


async def test_what_was_promised_elsewhere_since_is_not_promised_again(
    bench: Bench, assessed: Assess, service: RunningApp
) -> None:
    await bench.recommended()
    another = await assessed(referred())
    async with service.sessions.begin() as session:
        case = await session.get_one(CaseRow, bench.case_id)
        elsewhere = Promise(case.borrower_index, another, Money(HUGE, "CNY"), case.product_type)
        taken = await exposure.reserve(session, elsewhere, cap_minor=HUGE)
    assert isinstance(taken, Reserved)
    refused(await bench.step(bench.approver, "approvals"), 409, "limit_used_up")
    assert (await bench.read())["status"] == "recommended"


@pytest.mark.parametrize("kind", ["sanctions", "blacklist"])
async def test_who_was_listed_since_the_assessment_is_not_approved(
    kind: str, assessed: Assess, client_for: ClientFor
) -> None:
    submission = referred()
    bench = bench_for(client_for, await assessed(submission))
    await bench.recommended()
    number = submission["party"]["identity_number"]
    await listed(client_for(Role.RISK_MANAGER), kind=kind, number=number)
    refused(await bench.step(bench.approver, "approvals"), 409, "listed_since")
    standing = await bench.read()
    assert (standing["status"], standing["recommendation"]["approved_by"]) == ("recommended", [])
    declined = expect(await bench.step(bench.approver, "refusals", REFUSAL), 201)
    assert declined["status"] == "declined"


async def test_conditions_make_the_approval_conditional(bench: Bench) -> None:
    condition = {"code": "visit", "en": "The premises are visited", "zh": "走访经营场所"}
    await bench.recommended(conditions=[condition])
    approved = expect(await bench.step(bench.approver, "approvals"), 201)
    assert approved["status"] == "conditional"
    assert approved["recommendation"]["conditions"] == [condition]


async def test_z5_nobody_approves_what_they_recommended(
    bench: Bench, client_for: ClientFor
) -> None:
    both = client_for(Role.UNDERWRITER, Role.APPROVER)
    bench = Bench(client_for, both, both, bench.case_id)
    await bench.recommended()
    refused(await bench.step(both, "approvals"), 403, "own_work")
    refused(await bench.step(both, "returns", {"reason": "x"}), 403, "own_work")


async def test_z5_who_recommended_what_was_returned_does_not_approve_what_came_instead(
    bench: Bench, client_for: ClientFor
) -> None:
    both = client_for(Role.UNDERWRITER, Role.APPROVER)
    await Bench(client_for, both, bench.approver, bench.case_id).recommended()
    expect(await bench.step(bench.approver, "returns", {"reason": "金额过高"}), 201)
    await bench.recommended()
    refused(await bench.step(both, "approvals"), 403, "own_work")
    expect(await bench.step(bench.approver, "approvals"), 201)


def through(submission: Told, how: str, hand: str) -> Told:
    """The submission, by the intake's books accepted by that hand, or once handled by it."""
    if how == "accepted":
        submission["application"]["intake_officer"] = hand
        return submission
    return submission | {"handled_by": ["somebody-else", hand]}


@pytest.mark.parametrize("how", ["accepted", "handled"])
async def test_z5_no_hand_of_the_intake_recommends(
    how: str, assessed: Assess, client_for: ClientFor
) -> None:
    officer = client_for(Role.LOAN_OFFICER, Role.UNDERWRITER)
    case_id = await assessed(through(referred(), how, officer.subject))
    bench = Bench(client_for, officer, officer, case_id)
    await bench.claimed()
    refused(await bench.step(officer, "recommendations", WISH), 403, "own_work")


@pytest.mark.parametrize("how", ["accepted", "handled"])
async def test_z5_no_hand_of_the_intake_approves(
    how: str, assessed: Assess, client_for: ClientFor
) -> None:
    officer = client_for(Role.LOAN_OFFICER, Role.APPROVER)
    case_id = await assessed(through(referred(), how, officer.subject))
    bench = bench_for(client_for, case_id)
    await bench.recommended()
    refused(await bench.step(officer, "approvals"), 403, "own_work")
    expect(await bench.step(bench.approver, "approvals"), 201)


async def test_z5_staff_do_not_work_on_their_own_loan(
    assessed: Assess, client_for: ClientFor
) -> None:
    member = client_for(Role.UNDERWRITER)
    submission = referred()
    submission["application"]["owner"] = member.subject
    bench = bench_for(client_for, await assessed(submission))
    refused(await bench.step(member, "claims"), 403, "own_work")


async def test_z5_no_client_of_a_partner_works_on_its_partners_cases(
    assessed: Assess, client_for: ClientFor
) -> None:
    partner_id = new_id()
    submission = referred()
    submission["application"] |= {
        "owner": f"partner:{partner_id}",
        "partner_id": typeid_of("partner", partner_id),
    }
    bench = bench_for(client_for, await assessed(submission))
    clerk = client_for(Role.PARTNER, Role.UNDERWRITER, Role.APPROVER, partner_id=partner_id)
    refused(await bench.step(clerk, "claims"), 403, "own_work")
    await bench.recommended()
    refused(await bench.step(clerk, "approvals"), 403, "own_work")


async def test_z5_going_beyond_the_rules_takes_a_reason_and_two_approvers(
    assessed: Assess, client_for: ClientFor
) -> None:
    submission = referred()
    submission["financials"] |= {"monthly_income": yuan(9_000), "monthly_sales": yuan(12_000)}
    submission["financials"]["monthly_costs"] = yuan(4_000)
    bench = bench_for(client_for, await assessed(submission))
    await bench.claimed()
    wish = WISH | {"amount": yuan(40_000)}
    answer = await bench.step(bench.underwriter, "recommendations", wish)
    refused(answer, 409, "override_reason_needed")
    wish["override_reason"] = "抵押物在途，现金流可覆盖"
    recommended = expect(await bench.step(bench.underwriter, "recommendations", wish), 201)
    assert recommended["authority"] == "committee"
    assert recommended["recommendation"]["approvals_needed"] == 2
    first = expect(await bench.step(bench.approver, "approvals"), 201)
    assert first["status"] == "recommended"
    refused(await bench.step(bench.approver, "approvals"), 403, "already_approved")
    second = expect(await bench.step(client_for(Role.APPROVER), "approvals"), 201)
    assert second["status"] == "approved"
    decision = expect(await bench.approver.get(f"/v1/decisions/{second['decision_id']}"), 200)
    assert decision["is_override"]


async def test_terms_outside_the_product_are_refused_at_their_place(bench: Bench) -> None:
    await bench.claimed()
    wish = WISH | {"amount": yuan(400_000), "term_months": 60}
    answer = await bench.step(bench.underwriter, "recommendations", wish)
    problem = refused(answer, 409, "terms_not_allowed")
    assert {error["pointer"] for error in problem["errors"]} == {"/amount", "/term_months"}


async def test_nothing_is_lent_in_a_currency_without_figures(
    assessed: Assess, client_for: ClientFor
) -> None:
    dollars = {"amount": 2_000_000, "currency": "USD"}
    bounds = {"amount_min": dollars | {"amount": 500_000}, "amount_max": dollars}
    submission = told(application={"amount": dollars}, product=bounds)
    bench = bench_for(client_for, await assessed(submission))
    await bench.claimed()
    wish = WISH | {"amount": dollars, "override_reason": "值得"}
    problem = refused(
        await bench.step(bench.underwriter, "recommendations", wish), 409, "terms_not_allowed"
    )
    errors = [(error["pointer"], error["code"]) for error in problem["errors"]]
    assert errors == [("/amount/currency", "currency_not_lent")]


async def test_refuse_case_tells_the_reasons_and_keeps_the_note(
    bench: Bench, service: RunningApp
) -> None:
    await bench.claimed()
    declined = expect(await bench.step(bench.underwriter, "refusals", REFUSAL), 201)
    assert declined["status"] == "declined"
    assert (await events_of(service, bench.case_id))[-1] == "decision.declined"
    path = f"/v1/decisions/{declined['decision_id']}/explanation"
    answer = await bench.approver.get(path)
    explained = expect(answer, 200)
    assert [reason["code"] for reason in explained["reasons"]] == ["repayment_capacity"]
    assert REFUSAL["note"] not in answer.text


async def test_an_approver_may_refuse_what_was_recommended(bench: Bench) -> None:
    await bench.recommended()
    declined = expect(await bench.step(bench.approver, "refusals", REFUSAL), 201)
    assert declined["status"] == "declined"


async def test_return_case_gives_it_back_to_the_desk(bench: Bench) -> None:
    await bench.recommended()
    returned = expect(await bench.step(bench.approver, "returns", {"reason": "补充依据"}), 201)
    assert returned["status"] == "returned"
    again = await bench.recommended(amount=yuan(10_000))
    assert again["recommendation"]["amount"] == yuan(10_000)
    assert again["recommendation"]["approved_by"] == []


async def test_request_information_waits_for_the_answer_and_scores_anew(
    assessed: Assess,
    client_for: ClientFor,
    neighbour: Client,
    desk: Desk,
    service: RunningApp,
) -> None:
    submission = referred()
    bench = bench_for(client_for, await assessed(submission))
    await bench.recommended()
    expect(await bench.step(bench.approver, "returns", {"reason": "问清楚"}), 201)
    await bench.claimed()
    waiting = expect(await bench.step(bench.underwriter, "information-requests", QUESTION), 201)
    assert waiting["status"] == "information_requested"
    assert waiting["information_request"]["items"] == ["bank_statement"]
    refused(await bench.step(bench.underwriter, "claims"), 409, "transition_not_allowed")
    request_id = waiting["information_request"]["id"]
    answered = submission | {
        "sequence": 4,
        "after": 3,
        "submission": 2,
        "answers": [
            {"request_id": request_id, "text": "已补充", "answered_at": "2026-11-24T02:00:00Z"}
        ],
    }
    expect(await neighbour.put(path_of(submission), answered), 200)
    assert (await bench.read())["information_request"] is None
    await assess_case(bench.case_id, desk)
    again = await bench.read()
    assert (again["status"], again["submission"]) == ("manual", 2)
    async with service.sessions() as session:
        counted = await session.scalar(
            select(func.count()).where(DecisionRow.case_id == bench.case_id)
        )
    assert counted == 2


async def test_z5_four_eyes_are_counted_per_submission(
    assessed: Assess, client_for: ClientFor, neighbour: Client, desk: Desk
) -> None:
    both = client_for(Role.UNDERWRITER, Role.APPROVER)
    submission = referred()
    case_id = await assessed(submission)
    first = Bench(client_for, both, both, case_id)
    await first.claimed()
    expect(await first.step(both, "information-requests", QUESTION), 201)
    answered = submission | {"sequence": 4, "after": 3, "submission": 2}
    expect(await neighbour.put(path_of(submission), answered), 200)
    await assess_case(case_id, desk)
    second = Bench(client_for, client_for(Role.UNDERWRITER), both, case_id)
    await second.recommended()
    approved = expect(await second.step(both, "approvals"), 201)
    assert approved["status"] == "approved"


async def test_close_overdue_requests_brings_the_case_back(
    bench: Bench, service: RunningApp
) -> None:
    await bench.claimed()
    expect(await bench.step(bench.underwriter, "information-requests", QUESTION), 201)
    service.advance(timedelta(days=8))
    await close_overdue_requests(service.sessions, service.clock)
    assert (await bench.read())["status"] == "information_requested"
    service.advance(timedelta(days=1))
    await asyncio.gather(
        *(close_overdue_requests(service.sessions, service.clock) for _ in range(3))
    )
    assert (await bench.read())["status"] == "manual"
    events = await events_of(service, bench.case_id)
    assert events[-1] == "case.information_closed"
    assert events.count("case.information_closed") == 1


@pytest.mark.parametrize("outcome", ["approved", "declined"])
async def test_an_answer_that_crossed_the_decision_holds_nothing_back(
    outcome: str,
    assessed: Assess,
    neighbour: Client,
    client_for: ClientFor,
    service: RunningApp,
) -> None:
    submission = referred()
    bench = bench_for(client_for, await assessed(submission))
    await bench.claimed()
    expect(await bench.step(bench.underwriter, "information-requests", QUESTION), 201)
    service.advance(timedelta(days=9))
    await close_overdue_requests(service.sessions, service.clock)
    if outcome == "approved":
        await bench.recommended()
        expect(await bench.step(bench.approver, "approvals"), 201)
    else:
        await bench.claimed()
        expect(await bench.step(bench.underwriter, "refusals", REFUSAL), 201)
    decided = await bench.read()
    assert decided["status"] == outcome
    late = submission | {"sequence": 4, "after": submission["sequence"], "submission": 2}
    taken = expect(await neighbour.put(path_of(submission), late), 200)
    assert taken["status"] == decided["status"]
    assert await bench.read() == decided
    left = expect(await neighbour.put(path_of(submission), withdrawal(5, 4)), 200)
    assert left["status"] == "closed"
    async with service.sessions() as session:
        case = await session.get_one(CaseRow, bench.case_id)
        standing = await exposure.standing(session, case.borrower_index, "CNY", NOW.date())
    assert standing.total_minor == 0
