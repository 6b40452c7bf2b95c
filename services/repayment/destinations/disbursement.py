"""Telling disbursement what to pay out of suspense, and where the loan of its contract stands."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of
from services.repayment.loans import entry as loans
from services.repayment.receipts import entry as receipts

REFUNDS: Final = "/internal/v1/refunds/{refund_id}"
CONTRACTS: Final = "/internal/v1/contracts/{contract_id}/loan-status"

# The names in the path, and the body.
_Told = tuple[Mapping[str, str], dict[str, Any]]
_Telling = Callable[[AsyncSession, Message], Awaitable[_Told]]


async def _refund(session: AsyncSession, message: Message) -> _Told:
    told = await receipts.refund_paying(session, message)
    body = {
        "sequence": message.sequence,
        "after": message.after,
        "contract_id": typeid_of("ctr", told.contract_id),
        "amount": {"amount": told.amount.amount_minor, "currency": told.amount.currency},
        "payee_account_id": typeid_of("acct", told.account_id),
        "proposed_by": told.proposed_by,
        "approved_by": told.approved_by,
    }
    return {"refund_id": typeid_of("refund", told.refund_id)}, body


async def _loan_status(session: AsyncSession, message: Message) -> _Told:
    told = await loans.told(session, message)
    body = {
        "sequence": message.sequence,
        "after": message.after,
        "loan_id": typeid_of("loan", told.loan_id),
        "status": told.status.value,
    }
    return {"contract_id": typeid_of("ctr", told.contract_id)}, body


_TELLINGS: Final[Mapping[str, tuple[str, _Telling]]] = {
    receipts.PAYING: (REFUNDS, _refund),
    loans.ACTIVE: (CONTRACTS, _loan_status),
    loans.SETTLED: (CONTRACTS, _loan_status),
}


class DisbursementService:
    """The neighbour that pays, and keeps the contract."""

    name = "disbursement"
    topics = frozenset(_TELLINGS)

    def __init__(self, sessions: Sessions, client: ServiceClient) -> None:
        self._sessions = sessions
        self._client = client

    async def deliver(self, message: Message) -> Delivery:
        """Put the message, its body read from our tables now."""
        template, tell = _TELLINGS[message.topic]
        async with self._sessions() as session:
            names, body = await tell(session, message)
        call = Call(
            method="PUT",
            path=template.format(**names),
            template=template,
            subject="system:relay",
            body=body,
        )
        return await deliver_to(self._client, call)
