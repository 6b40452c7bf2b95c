"""What is kept of an application that is carried out, read back."""

from typing import Any

from tests.api.application.intake.applicant import Applicant, Json, path_of
from tests.api.application.intake.ledgers import audit_of, rows, topics_of
from tests.api.signed_clients import RunningApp, expect

KEPT = ("applications", "contract_standings", "payout_standings", "loan_standings", "offers")


async def shown(borrower: Applicant, application: Json) -> Json:
    """The application as its borrower sees it."""
    return expect(await borrower.client.get(path_of(application)), 200)


async def status_of(borrower: Applicant, application: Json) -> str:
    """Where it stands."""
    return str((await shown(borrower, application))["status"])


async def history_of(borrower: Applicant, application: Json) -> list[Json]:
    """Its timeline."""
    answer = await borrower.client.get(path_of(application, "timeline"), limit=100)
    data = expect(answer, 200)["data"]
    assert isinstance(data, list)
    return data


async def everything(service: RunningApp, application: Json) -> list[Any]:
    """All that is kept of it."""
    found: list[Any] = [await audit_of(service, application), await topics_of(service, application)]
    for table in KEPT:
        found.append(
            await rows(service, f"SELECT * FROM {table} WHERE application_id = :id", application)
        )
    return found
