"""All or nothing: what fails at the last moment leaves no row, and the retry simply runs."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import text

from services.application.intake import views
from services.application.intake.use_cases.submit_application import submit_application
from services.application.settings import Settings
from services.kit.caller import Caller
from services.kit.context import Ask
from services.kit.etags import IfMatch
from services.kit.idempotency import Once
from services.kit.identifiers import uuid_of
from services.kit.reply import Reply
from services.kit.verification import verify
from tests.api.application.intake.applicant import Applicant, Json, move, path_of, verify_all, yuan
from tests.api.application.intake.files import PDF, a_file
from tests.api.application.intake.ledgers import audit_of, topics_of
from tests.api.application.intake.test_upload_material import ITEM, everything_in
from tests.api.signed_clients import Client, RunningApp, expect, refused

KEY = "the-last-moment"
T = TypeVar("T")


class PowerCut(Exception):
    """The process ends here."""


def a_power_cut(_record: object) -> Reply:
    raise PowerCut


def asking(applicant: Applicant, render: Callable[[T], Reply]) -> Ask[T]:
    credentials = applicant.client.credentials
    caller = Caller(
        subject=credentials.subject,
        roles=credentials.roles,
        scopes=credentials.scopes,
        partner_id=None,
        acting_service="svc:gateway",
        request_id="req_test",
    )
    once = Once(caller.principal, "POST submissions", KEY, b"x" * 32, render)
    service = applicant.service
    return Ask(caller, service.clock, service.sessions, IfMatch(1), once)


async def test_c5_what_ends_at_the_last_moment_leaves_nothing_and_the_retry_runs(
    borrower: Applicant, service: RunningApp
) -> None:
    draft = await borrower.complete_draft(amount=yuan(50_000))
    application_id = uuid_of("app", draft["id"])
    before = await timeline_length(borrower, draft)
    with pytest.raises(PowerCut):
        await submit_application(application_id, asking(borrower, a_power_cut))
    assert expect(await borrower.client.get(path_of(draft)), 200) == draft
    assert await topics_of(service, draft) == []
    assert "application.submitted" not in await audit_of(service, draft)
    assert await timeline_length(borrower, draft) == before
    reply = await submit_application(application_id, asking(borrower, views.application_moved))
    assert (reply.status, reply.replayed) == (201, False)
    assert await topics_of(service, draft) == ["application.submitted", "application.accepted"]


async def timeline_length(borrower: Applicant, application: Json) -> int:
    page = expect(await borrower.client.get(path_of(application, "timeline"), limit=100), 200)
    return len(page["data"])


async def test_an_upload_that_cannot_be_recorded_leaves_a_file_nobody_names(
    borrower: Applicant, service: RunningApp, application_settings: Settings
) -> None:
    folder = Path(application_settings.object_store_url.removeprefix("file://"))
    draft, before = await borrower.draft(), everything_in(folder)
    async with service.sessions.begin() as holder:
        # It is idle for as long as the other one waits, which in tests is longer than is allowed.
        await holder.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        await holder.execute(
            text("SELECT 1 FROM applications WHERE application_id = :id FOR UPDATE"),
            {"id": uuid_of("app", draft["id"])},
        )
        answer = await borrower.upload(draft, ITEM)
    refused(answer, 503, "database_unavailable")
    assert answer.headers["Retry-After"] == "1"
    assert len(everything_in(folder) - before) == 1
    assert (await borrower.material(draft, ITEM))["version"] == 1
    assert expect(await borrower.upload(draft, ITEM), 200)["version"] == 2


async def test_an_upload_refused_under_the_lock_takes_its_file_back(
    borrower: Applicant, application_settings: Settings
) -> None:
    folder = Path(application_settings.object_store_url.removeprefix("file://"))
    draft = await borrower.complete_draft()
    before = everything_in(folder)

    async def submitted_meanwhile() -> AsyncIterator[bytes]:
        yield a_file(PDF)
        expect(await borrower.submit(draft), 201)

    answer = await borrower.client.http.put(
        path_of(draft, "materials", ITEM, "content"),
        content=submitted_meanwhile(),
        headers={"Content-Type": PDF, "If-Match": '"2"'},
    )
    refused(answer, 409, "application_not_editable")
    assert everything_in(folder) == before


async def test_the_audit_of_a_walk_verifies(
    borrower: Applicant, officer: Client, service: RunningApp
) -> None:
    submitted = await borrower.submitted()
    await verify_all(officer, submitted)
    expect(await move(officer, submitted, "acceptances"), 201)
    application_id: UUID = uuid_of("app", submitted["id"])
    async with service.sessions() as session:
        findings = await verify(session)
    assert not [finding for finding in findings if str(application_id) in str(finding)]
    assert len(await audit_of(service, submitted)) > 10
