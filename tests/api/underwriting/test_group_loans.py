"""Loans to members of a joint-liability group: what all of them owe counts, and who is late."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from services.kit.roles import Role
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.tables import DecisionRow
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.officers import REFUSAL, WISH, bench_for
from tests.api.underwriting.telling import Told, another, told, yuan
from tests.api.underwriting.watchlist.listing import listed


def grouped(*others: Told, **changed: Any) -> Told:
    """What a member of a group asks for; `others` told their own submissions."""
    submission = told(product={"type": "group"})
    members = [each["party"]["id"] for each in (submission, *others)]
    group = {"id": another("grp"), "is_frozen": False, "members": members}
    return submission | {"group": group | changed}


async def standing_of(service: RunningApp, case_id: UUID) -> tuple[str, DecisionRow]:
    """Where the case stands, and the decision that stands."""
    async with service.sessions() as session:
        row = await session.get_one(CaseRow, case_id)
        return row.status, await session.get_one(DecisionRow, row.decision_id)


def reasons_of(decision: DecisionRow) -> set[str]:
    """The machine's reasons, as it found them."""
    return {each["code"] for each in json.loads(decision.answer)["reasons"]}


def facts_of(decision: DecisionRow) -> Any:
    """What was known of the group."""
    return json.loads(decision.snapshot)["snapshot"]["group"]


@pytest.fixture
async def members(assessed: Assess) -> list[Told]:
    """Two other members, each promised 30,000 yuan of us."""
    members = [told(), told()]
    for member in members:
        await assessed(member)
    return members


async def owes(
    client_for: ClientFor, member: Told, outstanding: int, days_past_due: int = 0
) -> None:
    """What the member was promised is paid out, and this is left of it."""
    repayment = client_for(subject="system:relay", signer="repayment")
    loan = {
        "sequence": 1,
        "after": 0,
        "loan_id": another("loan"),
        "application_id": member["application"]["id"],
        "party_id": member["party"]["id"],
        "outstanding": yuan(outstanding),
        "days_past_due": days_past_due,
        "status": "active",
    }
    expect(await repayment.put(f"/internal/v1/exposures/{member['party']['id']}", loan), 200)


async def test_what_all_members_owe_and_were_promised_counts_against_the_group(
    members: list[Told], assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    await owes(client_for, members[0], 12_000)
    submission = grouped(*members)
    own = told(party=submission["party"])
    await assessed(own)
    status, decision = await standing_of(service, await assessed(submission))
    assert facts_of(decision) == {
        "member_count": 3,
        "exposure_minor": 1_200_000 + 3_000_000 + 3_000_000,
        "is_frozen": False,
    }
    assert (status, decision.authority) == ("manual", "level_1")
    assert json.loads(decision.snapshot)["snapshot"]["application"]["guarantor_count"] == 2


async def test_a_member_nobody_here_knows_owes_nothing(
    assessed: Assess, service: RunningApp
) -> None:
    _, decision = await standing_of(service, await assessed(grouped(told(), told())))
    assert facts_of(decision) == {"member_count": 3, "exposure_minor": 0, "is_frozen": False}


async def test_one_person_under_two_accounts_owes_once(
    members: list[Told], assessed: Assess, service: RunningApp
) -> None:
    number = members[0]["party"]["identity_number"]
    again = told(party={"identity_number": number}, financials=None)
    await assessed(again)
    _, decision = await standing_of(service, await assessed(grouped(members[0], again)))
    assert facts_of(decision)["exposure_minor"] == 3_000_000


async def test_the_whole_group_signs_and_a_person_approves(
    members: list[Told], assessed: Assess, client_for: ClientFor
) -> None:
    bench = bench_for(client_for, await assessed(grouped(*members)))
    recommended = await bench.recommended()
    assert recommended["authority"] == "level_1"
    assert [each["code"] for each in recommended["recommendation"]["conditions"]] == ["group_signs"]
    approved = expect(await bench.step(bench.approver, "approvals"), 201)
    assert approved["status"] == "conditional"


async def test_what_is_left_to_the_group_cuts_the_amount(
    members: list[Told], assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    await owes(client_for, members[0], 455_000)
    case_id = await assessed(grouped(*members))
    status, decision = await standing_of(service, case_id)
    assert (status, decision.binding_constraint) == ("manual", "group")
    assert "limited_by_group" in reasons_of(decision)
    bench = bench_for(client_for, case_id)
    await bench.claimed()
    answer = await bench.step(bench.underwriter, "recommendations", WISH)
    refused(answer, 409, "override_reason_needed")
    within = WISH | {"amount": yuan(15_000)}
    expect(await bench.step(bench.underwriter, "recommendations", within), 201)


async def test_the_committee_may_set_the_groups_cap_aside(
    members: list[Told], assessed: Assess, client_for: ClientFor
) -> None:
    await owes(client_for, members[0], 455_000)
    bench = bench_for(client_for, await assessed(grouped(*members)))
    await bench.recommended(override_reason="小组成员资信良好")
    expect(await bench.step(bench.approver, "approvals"), 201)
    approved = expect(await bench.step(client_for(Role.APPROVER), "approvals"), 201)
    assert approved["status"] == "conditional"


async def test_c15_two_members_approved_at_once_do_not_beat_the_cap_of_their_group(
    members: list[Told], assessed: Assess, client_for: ClientFor
) -> None:
    await owes(client_for, members[0], 455_000)
    both = [grouped(members[0]), grouped(members[0])]
    together = [members[0], *both]
    benches = []
    for submission in both:
        submission["group"]["members"] = [each["party"]["id"] for each in together]
        benches.append(bench_for(client_for, await assessed(submission)))
    for bench in benches:
        await bench.recommended(amount=yuan(30_000))
    answers = await asyncio.gather(*(bench.step(bench.approver, "approvals") for bench in benches))
    first, second = sorted(answers, key=lambda answer: answer.status_code)
    expect(first, 201)
    refused(second, 409, "group_limit_used_up")


async def test_who_is_late_since_the_assessment_keeps_the_group_from_drawing(
    members: list[Told], assessed: Assess, client_for: ClientFor
) -> None:
    bench = bench_for(client_for, await assessed(grouped(*members)))
    await bench.recommended()
    await owes(client_for, members[1], 20_000, days_past_due=1)
    refused(await bench.step(bench.approver, "approvals"), 409, "group_late_since")
    declined = expect(await bench.step(bench.approver, "refusals", REFUSAL), 201)
    assert declined["status"] == "declined"


async def test_a_frozen_group_draws_nothing(assessed: Assess, service: RunningApp) -> None:
    frozen = grouped(told(), told(), is_frozen=True)
    status, decision = await standing_of(service, await assessed(frozen))
    assert (status, [each["code"] for each in decision.reasons]) == (
        "auto_declined",
        ["group_frozen"],
    )


async def test_while_a_member_is_late_with_us_the_group_draws_nothing(
    members: list[Told], assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    await owes(client_for, members[1], 20_000, days_past_due=1)
    status, decision = await standing_of(service, await assessed(grouped(*members)))
    assert facts_of(decision)["is_frozen"]
    assert (status, [each["code"] for each in decision.reasons]) == (
        "auto_declined",
        ["group_frozen"],
    )


async def test_two_are_no_group(assessed: Assess, service: RunningApp) -> None:
    status, decision = await standing_of(service, await assessed(grouped(told())))
    assert (status, [each["code"] for each in decision.reasons]) == (
        "auto_declined",
        ["group_too_small"],
    )


async def test_a_group_that_was_not_told_is_asked_for(
    assessed: Assess, service: RunningApp
) -> None:
    status, decision = await standing_of(service, await assessed(told(product={"type": "group"})))
    assert status == "manual"
    assert set(facts_of(decision).values()) == {None}
    assert "missing_group" in reasons_of(decision)


@pytest.mark.parametrize("kind", ["blacklist", "greylist"])
async def test_a_member_on_a_list_is_looked_at_by_a_person(
    kind: str,
    members: list[Told],
    assessed: Assess,
    client_for: ClientFor,
    service: RunningApp,
) -> None:
    number = members[1]["party"]["identity_number"]
    await listed(client_for(Role.RISK_MANAGER), kind=kind, number=number)
    case_id = await assessed(grouped(*members))
    status, decision = await standing_of(service, case_id)
    assert status == "manual"
    assert "list_possible" in reasons_of(decision)
    path = bench_for(client_for, case_id).path
    checks = expect(await client_for(Role.UNDERWRITER).get(f"{path}/checks"), 200)["data"]
    (screened,) = [check for check in checks if check["kind"] == "lists"]
    assert (screened["outcome"], screened["findings"]["lists"]) == ("possible", [kind])


def fellow(someone: Told, **changed: Any) -> dict[str, Any]:
    """Another member, by name and number."""
    party = someone["party"]
    known = {name: party[name] for name in ("id", "name", "identity_number")}
    return known | changed


async def test_a_member_is_known_by_its_number_under_whichever_party_it_borrowed(
    members: list[Told], assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    fellows = [fellow(each, id=another("party")) for each in members]
    submission = grouped(fellows=fellows)
    submission["group"]["members"] += [each["id"] for each in fellows]
    case_id = await assessed(submission)
    _, decision = await standing_of(service, case_id)
    assert facts_of(decision)["exposure_minor"] == 2 * 3_000_000
    bench = bench_for(client_for, case_id)
    await bench.recommended()
    await owes(client_for, members[0], 12_000, days_past_due=1)
    refused(await bench.step(bench.approver, "approvals"), 409, "group_late_since")


async def test_a_member_who_never_asked_for_a_loan_is_looked_for_on_the_lists(
    assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    stranger = told()
    number = stranger["party"]["identity_number"]
    await listed(client_for(Role.RISK_MANAGER), number=number)
    submission = grouped(stranger, told(), fellows=[fellow(stranger)])
    status, decision = await standing_of(service, await assessed(submission))
    assert status == "manual"
    assert "list_possible" in reasons_of(decision)
