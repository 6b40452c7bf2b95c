"""The worker: its queue carries a case from the door to an answer, and its rounds find the rest."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from services.kit.identifiers import uuid_of
from services.kit.jobs import JobLoop
from services.underwriting import worker
from services.underwriting.cases.tables import CaseRow
from services.underwriting.cases.use_cases.assess_case import Desk
from services.underwriting.cases.waking import ASSESS
from services.underwriting.settings import SERVICE, Settings
from tests.api.signed_clients import Client, RunningApp, expect
from tests.api.underwriting.telling import path_of, told
from tests.postgres_run import Addresses

ANSWERED_WITHIN_S = 20.0
POLL_S = 0.02


async def answered(service: RunningApp, case_id: UUID) -> str:
    """The case's status once it is no longer the machine's turn."""
    async with asyncio.timeout(ANSWERED_WITHIN_S):
        while True:
            async with service.sessions() as session:
                row = await session.get_one(CaseRow, case_id)
            if row.status not in {"queued", "checking"}:
                return row.status
            await asyncio.sleep(POLL_S)


async def test_a_submission_wakes_the_worker_which_answers_it(
    service: RunningApp, neighbour: Client, desk: Desk, database: Addresses
) -> None:
    jobs = JobLoop(database.url(SERVICE), SERVICE, {ASSESS: worker.assessing(desk)})
    running = asyncio.create_task(jobs.run())
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    assert await answered(service, uuid_of("case", answer["case_id"])) == "auto_approved"
    jobs.stop()
    await running


async def test_f1_the_round_finds_a_case_whose_job_is_gone(
    service: RunningApp, neighbour: Client, desk: Desk, database: Addresses
) -> None:
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    case_id = uuid_of("case", answer["case_id"])
    connection = await asyncpg.connect(database.owner_url(SERVICE))
    await connection.execute("DELETE FROM underwriting.pgqueuer")
    await connection.execute(
        "UPDATE underwriting.cases SET updated_at = now() - interval '1 hour' WHERE case_id = $1",
        case_id,
    )
    await connection.close()
    await worker.sweeping(desk)()
    assert await answered(service, case_id) == "auto_approved"


async def test_it_refuses_to_start_without_its_neighbours(
    service: RunningApp, underwriting_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refusal:
        worker.duties(service.sessions, underwriting_settings, service.clock)
    assert refusal.value.code == 78
    assert "UNDERWRITING_APPLICATION_URL" in capsys.readouterr().err


async def test_with_its_neighbours_it_has_all_its_duties(
    service: RunningApp, underwriting_settings: Settings
) -> None:
    told_both = underwriting_settings.model_copy(
        update={"application_url": "http://127.0.0.1:1", "bureau_url": "http://127.0.0.1:1"}
    )
    duties = worker.duties(service.sessions, told_both, service.clock)
    assert [to.name for to in duties.destinations] == ["application"]
    assert set(duties.entrypoints) == {ASSESS}
    for close in duties.closing:
        await close()
