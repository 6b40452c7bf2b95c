"""What the database kept of an application: its audit, its events, its history."""

from typing import Any

from sqlalchemy import text

from services.kit.identifiers import uuid_of
from tests.api.application.intake.applicant import Json
from tests.api.signed_clients import RunningApp


async def audit_of(service: RunningApp, application: Json) -> list[str]:
    """The actions in its audit chain, in order."""
    return [row.action for row in await audit_rows(service, application)]


async def audit_rows(service: RunningApp, application: Json) -> list[Any]:
    """Its audit chain."""
    return await rows(
        service, "SELECT * FROM audit WHERE aggregate_id = :id ORDER BY seq", application
    )


async def topics_of(service: RunningApp, application: Json) -> list[str]:
    """The topics of its events, in order."""
    found = await rows(
        service,
        "SELECT topic, sequence FROM outbox WHERE aggregate_id = :id ORDER BY sequence",
        application,
    )
    assert [row.sequence for row in found] == list(range(1, len(found) + 1))
    return [row.topic for row in found]


async def rows(
    service: RunningApp, statement: str, application: Json, **parameters: object
) -> list[Any]:
    """Rows of a statement about the application `:id`."""
    values = {"id": uuid_of("app", application["id"]), **parameters}
    async with service.sessions() as session:
        return list((await session.execute(text(statement), values)).all())


async def put_into(service: RunningApp, application: Json, status: str) -> None:
    """Put it into a status without walking there; for statuses other services bring about."""
    statement = (
        "UPDATE applications SET status = :status, sla_due_at = now(), submitted_at = now(),"
        " submitted_on = current_date, supplement_due_on = current_date"
        " WHERE application_id = :id"
    )
    values = {"id": uuid_of("app", application["id"]), "status": status}
    async with service.sessions.begin() as session:
        await session.execute(text(statement), values)
