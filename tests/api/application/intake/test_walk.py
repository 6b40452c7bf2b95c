"""An application walks from draft to acceptance."""

from tests.api.application.conftest import Client
from tests.api.application.intake.applicant import (
    Applicant,
    expect,
    move,
    path_of,
    verify_all,
    yuan,
)


async def test_an_application_is_submitted_reviewed_and_accepted(
    borrower: Applicant, officer: Client
) -> None:
    draft = await borrower.complete_draft()
    submitted = expect(201, await borrower.submit(draft))
    assert (submitted["status"], submitted["version"]) == ("submitted", 2)
    await verify_all(officer, submitted)
    accepted = expect(201, await move(officer, submitted, "acceptances"))
    assert (accepted["status"], accepted["sla_due_at"]) == ("accepted", None)
    seen = expect(200, await borrower.client.get(path_of(draft)))
    assert seen == accepted


async def test_a_small_one_is_accepted_on_the_spot(borrower: Applicant) -> None:
    draft = await borrower.complete_draft(amount=yuan(50_000))
    accepted = expect(201, await borrower.submit(draft))
    assert (accepted["status"], accepted["version"]) == ("accepted", 3)
