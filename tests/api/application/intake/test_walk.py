"""An application walks from draft to acceptance."""

from tests.api.application.intake.applicant import Applicant, move, path_of, verify_all, yuan
from tests.api.signed_clients import Client, expect


async def test_an_application_is_submitted_reviewed_and_accepted(
    borrower: Applicant, officer: Client
) -> None:
    draft = await borrower.complete_draft()
    submitted = expect(await borrower.submit(draft), 201)
    assert (submitted["status"], submitted["version"]) == ("submitted", 2)
    await verify_all(officer, submitted)
    accepted = expect(await move(officer, submitted, "acceptances"), 201)
    assert (accepted["status"], accepted["sla_due_at"]) == ("accepted", None)
    seen = expect(await borrower.client.get(path_of(draft)), 200)
    assert seen == accepted


async def test_a_small_one_is_accepted_on_the_spot(borrower: Applicant) -> None:
    draft = await borrower.complete_draft(amount=yuan(50_000))
    accepted = expect(await borrower.submit(draft), 201)
    assert (accepted["status"], accepted["version"]) == ("accepted", 3)
