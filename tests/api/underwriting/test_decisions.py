"""Decisions read by staff and told to the borrower; the same facts decide the same way again."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import select, update

from services.kit.identifiers import typeid_of
from services.kit.roles import Role
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.tables import DecisionRow
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused
from tests.api.underwriting.bureau_of_tests import CLEAN, FakeBureau
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.telling import told
from tests.postgres_run import Addresses

OVERDUE: dict[str, Any] = CLEAN | {
    "current_overdue_count": 2,
    "overdue_count": 9,
    "consecutive_overdue_max": 4,
}


async def decision_of(service: RunningApp, case_id: UUID) -> str:
    async with service.sessions() as session:
        row = (
            await session.scalars(select(DecisionRow).where(DecisionRow.case_id == case_id))
        ).one()
    return f"/v1/decisions/{typeid_of('dec', row.decision_id)}"


async def test_staff_read_inputs_trace_points_and_the_binding_cap(
    service: RunningApp, assessed: Assess, client_for: ClientFor
) -> None:
    path = await decision_of(service, await assessed(told()))
    decision = expect(await client_for(Role.UNDERWRITER).get(path), 200)
    assert decision["outcome"] == "approved"
    assert decision["terms"]["amount"] == {"amount": 3_000_000, "currency": "CNY"}
    assert decision["binding_constraint"] == "requested"
    assert decision["answer"]["score"] > 0
    assert decision["answer"]["trace"]
    assert decision["snapshot"]["snapshot"]["party"]["age_years"] == 36
    assert decision["is_standing"]


async def test_z7_neither_snapshot_nor_answer_names_the_borrower(
    service: RunningApp, assessed: Assess, client_for: ClientFor
) -> None:
    submission = told()
    path = await decision_of(service, await assessed(submission))
    answer = await client_for(Role.AUDITOR).get(path)
    party = submission["party"]
    for word in (party["name"], party["identity_number"], party["mobile"], party["address"]):
        assert word not in answer.text


async def test_the_borrower_reads_why_and_what_would_change_it(
    service: RunningApp, assessed: Assess, client_for: ClientFor, bureau: FakeBureau
) -> None:
    bureau.report = OVERDUE
    submission = told()
    path = await decision_of(service, await assessed(submission))
    owner = client_for(Role.BORROWER, subject=submission["application"]["owner"])
    answer = await owner.get(f"{path}/explanation")
    explained = expect(answer, 200)
    assert explained["outcome"] == "declined"
    assert explained["reasons"]
    assert all(reason["en"] and reason["zh"] for reason in explained["reasons"])
    assert explained["application_id"] == submission["application"]["id"]
    for word in ("score", "rating", "overdue_count", "bureau."):
        assert word not in answer.text


async def test_z1_another_borrower_finds_no_such_decision(
    service: RunningApp, assessed: Assess, client_for: ClientFor
) -> None:
    path = await decision_of(service, await assessed(told()))
    stranger = client_for(Role.BORROWER)
    theirs = refused(await stranger.get(f"{path}/explanation"), 404, "not_found")
    absent = f"/v1/decisions/{typeid_of('dec', uuid4())}/explanation"
    nobodys = refused(await stranger.get(absent), 404, "not_found")
    same = ("code", "title", "status")
    assert [theirs[name] for name in same] == [nobodys[name] for name in same]


async def test_z2_a_partner_reads_its_own_decisions_alone(
    service: RunningApp, assessed: Assess, client_for: ClientFor
) -> None:
    partner_id = uuid4()
    submission = told(
        application={
            "id": told()["application"]["id"],
            "owner": f"partner:{partner_id}",
            "partner_id": typeid_of("partner", partner_id),
        }
    )
    path = await decision_of(service, await assessed(submission))
    own = client_for(Role.PARTNER, partner_id=partner_id)
    expect(await own.get(f"{path}/explanation"), 200)
    refused(await own.get(path), 403, "insufficient_scope")
    another = client_for(Role.PARTNER, partner_id=uuid4())
    refused(await another.get(f"{path}/explanation"), 404, "not_found")


@pytest.mark.parametrize("role", [Role.BORROWER, Role.PARTNER, Role.LOAN_OFFICER, Role.COLLECTOR])
async def test_z3_points_and_bureau_are_for_those_who_decide(
    service: RunningApp, assessed: Assess, client_for: ClientFor, role: Role
) -> None:
    path = await decision_of(service, await assessed(told()))
    refused(await client_for(role).get(path), 403, "insufficient_scope")


async def test_a_replay_gives_the_same_bytes(
    service: RunningApp, assessed: Assess, client_for: ClientFor
) -> None:
    path = await decision_of(service, await assessed(told()))
    again = expect(await client_for(Role.AUDITOR).http.post(f"{path}/replays"), 200)
    assert again["is_identical"]
    assert again["replayed_sha256"] == again["answer_sha256"]


async def test_a_replay_shows_an_answer_that_was_changed_behind_our_back(
    service: RunningApp,
    assessed: Assess,
    client_for: ClientFor,
    database: Addresses,
) -> None:
    case_id = await assessed(told())
    path = await decision_of(service, case_id)
    owner = database.owner_url("underwriting")
    connection = await asyncpg.connect(owner)
    await connection.execute(
        "UPDATE underwriting.decisions SET answer = replace(answer, 'approved', 'declined') "
        "WHERE case_id = $1",
        case_id,
    )
    await connection.close()
    again = expect(await client_for(Role.AUDITOR).http.post(f"{path}/replays"), 200)
    assert not again["is_identical"]


async def test_the_running_role_cannot_change_a_decision(
    service: RunningApp, assessed: Assess
) -> None:
    case_id = await assessed(told())
    statement = update(DecisionRow).where(DecisionRow.case_id == case_id).values(outcome="declined")
    with pytest.raises(Exception, match="permission denied"):
        async with service.sessions.begin() as session:
            await session.execute(statement)
    async with service.sessions() as session:
        row = await session.get_one(CaseRow, case_id)
    assert row.status == "auto_approved"
