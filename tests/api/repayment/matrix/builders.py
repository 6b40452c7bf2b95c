"""One thing of each resource, made the only way it can be: by telling of money."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import text

from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.patience import Patience
from services.kit.relay import Relay
from services.kit.roles import Role
from services.repayment.loans import messages
from tests.api.repayment.paying import a_receipt, a_refund, a_waiver, pay
from tests.api.repayment.telling import a_funding, tell
from tests.api.signed_clients import Client, RunningApp, expect

Parameters = dict[str, str]

PREFIXES = {
    "loan_id": "loan",
    "contract_id": "ctr",
    "payout_id": "pay",
    "delivery_id": "dlv",
    "repayment_id": "repay",
    "quote_id": "quote",
    "refund_id": "refund",
    "waiver_id": "waiver",
}
BEFORE_OUR_TIME = "1999-12-31"
OWNERS = (Role.BORROWER, Role.PARTNER)


def absent_parameters(names: tuple[str, ...]) -> Parameters:
    """One fresh value per name; an unknown name fails, so that a new parameter is added here."""
    return {
        name: BEFORE_OUR_TIME if name == "business_date" else typeid_of(PREFIXES[name], new_id())
        for name in names
    }


@dataclass
class Grumbler:
    """A neighbour of one test that takes nothing, so that what it is sent gets parked."""

    topics: frozenset[str] = frozenset({messages.ACTIVE})
    name: str = field(default_factory=lambda: f"grumbler-{uuid4().hex}")

    async def deliver(self, _message: Message) -> Delivery:
        """No."""
        return Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed")


async def everything_of(
    owner: Client, service: RunningApp, neighbour: Client, finance: Client
) -> Parameters:
    """A loan of `owner`, the message about it that nobody took, and what came of the loan."""
    partner_id = owner.credentials.partner_id
    name = owner.subject if partner_id is None else f"partner:{partner_id}"
    funding = a_funding(owner=name)
    if partner_id is not None:
        funding["partner_id"] = typeid_of("partner", partner_id)
    taken = expect(await tell(neighbour, funding), 200)
    loan_id: str = taken["loan_id"]
    parked = await _parked(service, uuid_of("loan", loan_id))
    waiver = expect(await finance.post(f"/v1/loans/{loan_id}/waivers", a_waiver(100)), 201)
    repayment = expect(await pay(finance, loan_id, a_receipt(50_000)), 201)
    back = a_refund(repayment, 100)
    refund = expect(await finance.post(f"/v1/loans/{loan_id}/refunds", back), 201)
    quote = expect(await finance.post(f"/v1/loans/{loan_id}/payoff-quotes", {}), 201)
    return {
        "loan_id": loan_id,
        "delivery_id": parked,
        "repayment_id": repayment["id"],
        "business_date": service.clock.today().isoformat(),
        "quote_id": quote["id"],
        "refund_id": refund["id"],
        "waiver_id": waiver["id"],
    }


async def _parked(service: RunningApp, loan_id: UUID) -> str:
    grumbler = Grumbler()
    relay = Relay(service.sessions, [grumbler], Patience(refusals_max=1))
    async with service.sessions() as session:
        statement = text("SELECT outbox_id FROM outbox WHERE aggregate_id = :id")
        event = (await session.execute(statement, {"id": loan_id})).scalar_one()
    await relay.wake(event)
    async with service.sessions() as session:
        parked = text("SELECT delivery_id FROM parked_deliveries WHERE destination = :name")
        found = await session.execute(parked, {"name": grumbler.name})
        return typeid_of("dlv", found.scalar_one())
