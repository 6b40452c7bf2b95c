"""One thing of each resource, made the only way it can be: from an accepted offer onwards."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import text

from services.disbursement.contracts import messages
from services.disbursement.contracts.examples import ACCEPTED_OFFER_EXAMPLE
from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.identifiers import new_id, typeid_of
from services.kit.patience import Patience
from services.kit.relay import Relay
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import disclose, sign
from tests.api.disbursement.telling import told
from tests.api.signed_clients import Client, RunningApp, expect
from tests.sandbox_accounts import ordinary_account

Parameters = dict[str, str]

OWNERS = (Role.BORROWER, Role.PARTNER)
ABSENT_NAMES = {"rail": "nowhere", "code": "unheard_of"}
CONDITION = {"code": "shop_photo", "en": "A photo of the shop", "zh": "店铺照片"}
PREFIXES = {
    "application_id": "app",
    "contract_id": "ctr",
    "account_id": "acct",
    "payout_id": "pay",
    "delivery_id": "dlv",
}


def absent_parameters(names: tuple[str, ...]) -> Parameters:
    """Identifiers in good form that name nothing; rails and conditions are named, not numbered."""
    return {name: ABSENT_NAMES.get(name) or typeid_of(PREFIXES[name], new_id()) for name in names}


@dataclass
class Grumbler:
    """A neighbour of one test that takes nothing, so that what it is sent gets parked."""

    topics: frozenset[str] = frozenset({messages.DRAFTED})
    name: str = field(default_factory=lambda: f"grumbler-{uuid4().hex}")

    async def deliver(self, _message: Message) -> Delivery:
        """No."""
        return Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed")


async def everything_of(owner: Client, service: RunningApp, drawn: Draw) -> Parameters:
    """A signed contract of `owner`, its account and its payout, and a message nobody took."""
    partner_id = owner.credentials.partner_id
    contract_id = await drawn(told(owner.subject, partner_id, offer={"conditions": [CONDITION]}))
    await disclose(owner, contract_id)
    expect(await sign(owner, contract_id, evidence_reference="otp/1"), 201)
    account = await owner.post(
        "/v1/payee-accounts",
        {
            "contract_id": typeid_of("ctr", contract_id),
            "holder_name": ACCEPTED_OFFER_EXAMPLE["borrower"]["name"],
            "account_number": ordinary_account(),
            "bank_code": "102100099996",
        },
    )
    return {
        "contract_id": typeid_of("ctr", contract_id),
        "account_id": expect(account, 201)["id"],
        "code": CONDITION["code"],
        "payout_id": await _payout(service, contract_id),
        "delivery_id": await _parked(service, contract_id),
    }


async def _payout(service: RunningApp, contract_id: UUID) -> str:
    async with service.sessions() as session:
        statement = text("SELECT payout_id FROM payouts WHERE contract_id = :id")
        found = await session.execute(statement, {"id": contract_id})
        return typeid_of("pay", found.scalar_one())


async def _parked(service: RunningApp, contract_id: UUID) -> str:
    grumbler = Grumbler()
    relay = Relay(service.sessions, [grumbler], Patience(refusals_max=1))
    async with service.sessions() as session:
        statement = text("SELECT outbox_id FROM outbox WHERE aggregate_id = :id AND topic = :topic")
        values = {"id": contract_id, "topic": messages.DRAFTED}
        event = (await session.execute(statement, values)).scalar_one()
    await relay.wake(event)
    async with service.sessions() as session:
        parked = text("SELECT delivery_id FROM parked_deliveries WHERE destination = :name")
        found = await session.execute(parked, {"name": grumbler.name})
        return typeid_of("dlv", found.scalar_one())
