"""Telling the application service what becomes of its application."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of, uuid_of
from services.underwriting.cases import messages
from services.underwriting.cases.desk import latest_recommendation
from services.underwriting.cases.records import approvers_of
from services.underwriting.cases.tables import CaseRow, InformationRequestRow
from services.underwriting.decisions import entry as decisions
from services.underwriting.decisions.entry import DecisionOutcome

TEMPLATE: Final = "/internal/v1/applications/{application_id}/decision"

_KINDS: Final[Mapping[str, str]] = {
    messages.STARTED: "started",
    messages.INFORMATION_REQUESTED: "information_requested",
    messages.INFORMATION_CLOSED: "information_closed",
    messages.APPROVED: "decided",
    messages.DECLINED: "decided",
}


class ApplicationService:
    """The neighbour that keeps the borrower's journey; told in the order things happened."""

    name = "application"
    topics = messages.TOPICS

    def __init__(self, sessions: Sessions, client: ServiceClient) -> None:
        self._sessions = sessions
        self._client = client

    async def deliver(self, message: Message) -> Delivery:
        """Put the message, its body read from our tables now."""
        async with self._sessions() as session:
            row = await session.get_one(CaseRow, message.aggregate_id)
            body = await _body(session, row, message)
        application_id = typeid_of("app", row.application_id)
        call = Call(
            method="PUT",
            path=TEMPLATE.format(application_id=application_id),
            template=TEMPLATE,
            subject="system:relay",
            body=body,
        )
        return await deliver_to(self._client, call)


async def _body(session: AsyncSession, row: CaseRow, message: Message) -> dict[str, Any]:
    named = message.body
    decision, request = named.get("decision"), named.get("request")
    return {
        "sequence": message.sequence,
        "after": message.after,
        "case_id": typeid_of("case", row.case_id),
        "submission": named["submission"],
        "kind": _KINDS[message.topic],
        "information": await _information(session, request) if request else None,
        "decision": await _decision(session, row, decision) if decision else None,
    }


async def _decision(session: AsyncSession, row: CaseRow, decision: str) -> dict[str, Any]:
    """The decision, and who took it: of what a committee approved, everybody who signed."""
    told = await decisions.told(session, uuid_of("dec", decision))
    standing = await latest_recommendation(session, row)
    if told["outcome"] == DecisionOutcome.APPROVED and standing is not None:
        told["decided_by"] = list(await approvers_of(session, standing))
    return told


async def _information(session: AsyncSession, request: str) -> dict[str, Any]:
    asked = await session.get_one(InformationRequestRow, uuid_of("inf", request))
    return {
        "request_id": request,
        "text": asked.text,
        "items": asked.items,
        "due_on": asked.due_on.isoformat(),
    }
