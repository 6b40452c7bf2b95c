"""The application service, told what becomes of its contract and of its money.

Everything about a contract and its payouts is one stream: it is told in the order it happened.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.destinations.contract_message import CONTRACT_TOPICS, contract_status
from services.disbursement.destinations.payout_message import PAYOUT_TOPICS, payout_status
from services.disbursement.machinery import RELAY
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of

Body = Callable[[AsyncSession, Message, date], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Telling:
    """One kind of message: where it is put, and how its body is read from our tables."""

    template: str
    body: Body


_CONTRACT: Final = Telling(
    "/internal/v1/applications/{application_id}/contract-status", contract_status
)
# Which message each topic is, all on the contract's one stream.
_PAYOUT: Final = Telling("/internal/v1/applications/{application_id}/payout-status", payout_status)
TELLINGS: Final[Mapping[str, Telling]] = {
    **dict.fromkeys(CONTRACT_TOPICS, _CONTRACT),
    **dict.fromkeys(PAYOUT_TOPICS, _PAYOUT),
}


class ApplicationService:
    """The neighbour that keeps the borrower's journey."""

    name = "application"
    topics = frozenset(TELLINGS)

    def __init__(self, sessions: Sessions, client: ServiceClient, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self._client = client

    async def deliver(self, message: Message) -> Delivery:
        """Put the message; no session is open while the neighbour is called."""
        telling = TELLINGS[message.topic]
        async with self._sessions() as session:
            told = await contracts.told(session, message.aggregate_id)
            body = await telling.body(session, message, self._clock.today())
        call = Call(
            method="PUT",
            path=telling.template.format(application_id=typeid_of("app", told.application_id)),
            template=telling.template,
            subject=RELAY,
            body=body,
        )
        return await deliver_to(self._client, call)
