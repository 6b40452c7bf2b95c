"""F1 and F3: a process is killed at a step of the way from acceptance to an offer.

Each step is a statement the process is made to wait at; it is killed there, its connection goes,
and the supervisor starts it anew. Whatever the step, the case is decided once, told once, and the
bureau has been asked one question.
"""

import httpx
import pytest

from tests.faults.ledger import Ledger
from tests.journeys.applying import a_borrower, statuses, until
from tests.journeys.person import Town
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually

TOLD_ONCE = {
    "cases": ["auto_approved"],
    "decisions": ["approved"],
    "events": ["case.started", "decision.approved"],
    "offers": ["open"],
    "questions": 1,
    "questions_in_the_bureaus_book": 1,
}
WAY = ["draft", "submitted", "accepted", "underwriting", "approved"]

STEPS = [
    pytest.param("underwriting", "underwriting.case_submissions", id="f1_taking_the_case"),
    pytest.param("underwriting-worker", "underwriting.bureau_reports", id="f3_asked_not_recorded"),
    pytest.param("underwriting-worker", "underwriting.decisions", id="f1_deciding"),
    pytest.param("application", "application.offers", id="f1_taking_the_decision"),
    pytest.param("application-worker", "application.outbox_deliveries", id="f1_told_not_recorded"),
]


async def revived(stack: RunningStack, name: str, dead: int, gateway: httpx.AsyncClient) -> None:
    """Return once the program runs as another process and all are ready."""

    async def is_revived() -> bool:
        lives = any(each.pid != dead for each in stack.programs(name))
        return lives and (await gateway.get("/readyz")).status_code == httpx.codes.OK

    await eventually(is_revived)


@pytest.mark.parametrize(("name", "table"), STEPS)
async def test_a_killed_process_leaves_no_step_out_and_takes_none_twice(
    stack: RunningStack,
    gateway: httpx.AsyncClient,
    town: Town,
    ledger: Ledger,
    name: str,
    table: str,
) -> None:
    applicant = await a_borrower(town)
    async with ledger.held(table):
        application = await applicant.applied()
        await ledger.somebody_waits_to_write(table)
        victim = stack.program(name)
        victim.kill()
        await ledger.hang_up(table)
    await revived(stack, name, victim.pid, gateway)
    await ledger.let_time_pass_over_jobs()

    await until(applicant.person, application, "approved")
    await ledger.everything_is_told(application)
    assert await statuses(applicant.person, application) == WAY
    assert await ledger.story_of(application) == TOLD_ONCE
