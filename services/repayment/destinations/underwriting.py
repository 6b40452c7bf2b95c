"""Telling the underwriting service what a borrower owes."""

from typing import Any, Final

from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of
from services.repayment.loans import entry as loans
from services.repayment.loans.entry import LoanTold

TEMPLATE: Final = "/internal/v1/exposures/{party_id}"


class UnderwritingService:
    """The neighbour that minds how much one borrower may owe."""

    name = "underwriting"
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
            path=TEMPLATE.format(party_id=typeid_of("party", told.party_id)),
            template=TEMPLATE,
            subject="system:relay",
            body=_body(told, message),
        )
        return await deliver_to(self._client, call)


def _body(told: LoanTold, message: Message) -> dict[str, Any]:
    owed = told.outstanding
    return {
        "sequence": message.sequence,
        "after": message.after,
        "loan_id": typeid_of("loan", told.loan_id),
        "application_id": typeid_of("app", told.application_id),
        "party_id": typeid_of("party", told.party_id),
        "outstanding": {"amount": owed.amount_minor, "currency": owed.currency},
        "days_past_due": told.days_past_due,
        "late_after": told.late_after.isoformat() if told.late_after else None,
        "status": told.status.value,
    }
