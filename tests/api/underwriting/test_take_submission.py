"""The application service tells: once, twice, too early, too late, or by somebody else."""

import asyncio
import json

import pytest
from sqlalchemy import select

from services.kit.roles import Role
from services.underwriting.cases.tables import CaseRow, SubmissionRow
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.underwriting.telling import another, collateral, path_of, told, withdrawal


async def test_a_submission_opens_a_case(neighbour: Client) -> None:
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    assert answer["case_id"].startswith("case_")
    assert answer["status"] == "queued"


async def test_f2_the_same_submission_again_is_answered_alike(neighbour: Client) -> None:
    submission = told()
    answers = [expect(await neighbour.put(path_of(submission), submission), 200) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


async def test_ten_deliveries_at_once_open_one_case(neighbour: Client, service: RunningApp) -> None:
    submission = told()
    deliveries = (neighbour.put(path_of(submission), submission) for _ in range(10))
    answers = [expect(answer, 200) for answer in await asyncio.gather(*deliveries)]
    assert len({answer["case_id"] for answer in answers}) == 1
    owner = submission["application"]["owner"]
    async with service.sessions() as session:
        rows = (await session.scalars(select(CaseRow).where(CaseRow.owner == owner))).all()
    assert len(rows) == 1


async def test_a_message_that_comes_before_its_forerunner_waits(neighbour: Client) -> None:
    submission = told(sequence=3, after=0)
    early = withdrawal(sequence=5, after=3)
    problem = refused(await neighbour.put(path_of(submission), early), 409, "sequence_gap")
    assert problem["retryable"]
    expect(await neighbour.put(path_of(submission), submission), 200)
    closed = expect(await neighbour.put(path_of(submission), early), 200)
    assert closed["status"] == "closed"


async def test_close_case_is_for_good_whatever_comes_late(neighbour: Client) -> None:
    submission = told()
    expect(await neighbour.put(path_of(submission), submission), 200)
    expect(await neighbour.put(path_of(submission), withdrawal(5, 3)), 200)
    late = expect(await neighbour.put(path_of(submission), submission), 200)
    assert late["status"] == "closed"


async def test_an_application_taken_back_before_it_came_leaves_no_case(neighbour: Client) -> None:
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), withdrawal(5, 0)), 200)
    assert answer == {"case_id": None, "status": None}
    late = expect(await neighbour.put(path_of(submission), submission), 200)
    assert late == {"case_id": None, "status": None}


async def test_a_second_submission_nobody_asked_for_is_refused(neighbour: Client) -> None:
    submission = told()
    expect(await neighbour.put(path_of(submission), submission), 200)
    second = submission | {"sequence": 4, "after": 3, "submission": 2}
    refused(await neighbour.put(path_of(submission), second), 409, "transition_not_allowed")


async def test_the_body_must_be_of_the_application_in_the_path(neighbour: Client) -> None:
    submission = told()
    path = f"/internal/v1/cases/{another('app')}"
    problem = refused(await neighbour.put(path, submission), 422, "validation_failed")
    assert problem["errors"][0]["pointer"] == "/application/id"


async def test_an_unknown_member_is_refused_at_its_place(neighbour: Client) -> None:
    submission = told(party={"nickname": "x"})
    problem = refused(
        await neighbour.put(path_of(submission), submission), 422, "validation_failed"
    )
    assert problem["errors"][0]["pointer"] == "/party/nickname"


@pytest.mark.parametrize("signer", ["gateway", "repayment"])
async def test_nobody_but_the_application_service_may_tell(
    client_for: ClientFor, signer: str
) -> None:
    submission = told()
    somebody = client_for(Role.ADMIN, signer=signer)
    refused(await somebody.put(path_of(submission), submission), 401, "invalid_token")


async def test_a_submission_that_knows_no_security_no_group_and_no_hands_is_taken(
    neighbour: Client,
) -> None:
    submission = told()
    for member in ("collaterals", "group", "handled_by"):
        del submission[member]
    expect(await neighbour.put(path_of(submission), submission), 200)


async def test_z7_what_was_told_is_kept_sealed(neighbour: Client, service: RunningApp) -> None:
    thing = collateral()
    submission = told(collaterals=[thing])
    expect(await neighbour.put(path_of(submission), submission), 200)
    party = submission["party"]
    async with service.sessions() as session:
        kept = (await session.scalars(select(SubmissionRow))).all()
        rows = (await session.scalars(select(CaseRow))).all()
    text = json.dumps([str(vars(row)) for row in (*kept, *rows)], ensure_ascii=False)
    for word in ("name", "identity_number", "mobile", "address"):
        assert party[word] not in text
    for word in ("owner_name", "title_number", "place"):
        assert thing[word] not in text
