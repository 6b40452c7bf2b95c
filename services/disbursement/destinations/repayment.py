"""The repayment service, told when money has arrived, came back, or what became of a refund."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.destinations.payout_message import (
    funding,
    funding_reversal,
    refund_payout,
)
from services.disbursement.machinery import RELAY
from services.disbursement.payouts import entry as payouts
from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of

LOANS: Final = "/internal/v1/loans/{contract_id}"
REVERSALS: Final = "/internal/v1/funding-reversals/{payout_id}"
REFUNDS: Final = "/internal/v1/refund-payouts/{refund_id}"

_Body = Callable[[AsyncSession, Message], Awaitable[dict[str, Any]]]
_TELLINGS: Final[Mapping[str, tuple[str, _Body]]] = {
    payouts.SETTLED: (LOANS, funding),
    payouts.RETURNED: (REVERSALS, funding_reversal),
    **dict.fromkeys(payouts.REFUND_ENDS, (REFUNDS, refund_payout)),
}


class RepaymentService:
    """The neighbour that services the loan once it is funded."""

    name = "repayment"
    topics = frozenset(_TELLINGS)

    def __init__(self, sessions: Sessions, client: ServiceClient) -> None:
        self._sessions = sessions
        self._client = client

    async def deliver(self, message: Message) -> Delivery:
        """Put the message; no session is open while the neighbour is called."""
        template, put_together = _TELLINGS[message.topic]
        async with self._sessions() as session:
            body = await put_together(session, message)
        call = Call(
            method="PUT",
            path=template.format(
                contract_id=typeid_of("ctr", message.aggregate_id),
                payout_id=message.body["payout_id"],
                refund_id=message.body.get("refund_id"),
            ),
            template=template,
            subject=RELAY,
            body=body,
        )
        return await deliver_to(self._client, call)
