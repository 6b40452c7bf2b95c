"""Telling the application service where the loan of its application stands."""

from typing import Any, Final

from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanTold

TEMPLATE: Final = "/internal/v1/applications/{application_id}/loan-status"


class ApplicationService:
    """The neighbour that keeps the borrower's journey; told in the order things happened."""

    name = "application"
    topics = loans.TOPICS

    def __init__(self, sessions: Sessions, client: ServiceClient) -> None:
        self._sessions = sessions
        self._client = client

    async def deliver(self, message: Message) -> Delivery:
        """Put the message, its body read from our tables now."""
        async with self._sessions() as session:
            told = await loans.told(session, message)
        call = Call(
            method="PUT",
            path=TEMPLATE.format(application_id=typeid_of("app", told.application_id)),
            template=TEMPLATE,
            subject="system:relay",
            body=_body(told, message),
        )
        return await deliver_to(self._client, call)


def _body(told: LoanTold, message: Message) -> dict[str, Any]:
    return {
        "sequence": message.sequence,
        "after": message.after,
        "loan_id": typeid_of("loan", told.loan_id),
        "contract_id": typeid_of("ctr", told.contract_id),
        "payout_id": typeid_of("pay", told.payout_id),
        "status": told.status.value,
        "opened_on": told.opened_on.isoformat() if told.opened_on else None,
        "next_due": _due(told),
    }


def _due(told: LoanTold) -> dict[str, Any] | None:
    on, total = told.next_due_on, told.next_due
    if on is None or total is None:
        return None
    return {
        "due_on": on.isoformat(),
        "total": {"amount": total.amount_minor, "currency": total.currency},
    }
