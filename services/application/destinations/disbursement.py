"""The disbursement service, told of offers that were accepted."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from services.application.destinations.contract_messages import ACCEPTED_OFFERS, contract_message
from services.application.machinery import RELAY
from services.kit.database import Sessions
from services.kit.deliveries import Delivery, Message
from services.kit.delivering import deliver_to
from services.kit.field_keys import FieldKeys
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import typeid_of

TEMPLATE: Final = "/internal/v1/contracts/{application_id}"


class DisbursementClient:
    """The neighbour in our own words: one contract per application, put as often as need be."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def put_contract(self, application_id: UUID, body: Mapping[str, Any]) -> Delivery:
        """Tell of an accepted offer; what came of it."""
        path = TEMPLATE.format(application_id=typeid_of("app", application_id))
        call = Call(method="PUT", path=path, template=TEMPLATE, subject=RELAY, body=body)
        return await deliver_to(self._client, call)


class DisbursementService:
    """A destination of the relay; each message is read from our tables when it is told."""

    name = "disbursement"
    topics = ACCEPTED_OFFERS

    def __init__(self, sessions: Sessions, keys: FieldKeys, client: DisbursementClient) -> None:
        self._sessions = sessions
        self._keys = keys
        self._client = client

    async def deliver(self, message: Message) -> Delivery:
        """Put the contract; no session is open while the neighbour is called."""
        async with self._sessions() as session:
            told = await contract_message(session, message, self._keys)
        return await self._client.put_contract(message.aggregate_id, told.model_dump(mode="json"))
