"""One thing of each resource, made the only way it can be: by telling of an application."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import select, text

from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.identifiers import new_id, typeid_of
from services.kit.patience import Patience
from services.kit.relay import Relay
from services.kit.roles import Role
from services.underwriting.cases import messages
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.tables import DecisionRow
from tests.api.signed_clients import Client, RunningApp
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.telling import told

Parameters = dict[str, str]

PREFIXES = {
    "application_id": "app",
    "case_id": "case",
    "decision_id": "dec",
    "party_id": "party",
    "delivery_id": "dlv",
    "entry_id": "wle",
}


def absent_parameters(names: tuple[str, ...]) -> Parameters:
    """Identifiers in good form that name nothing."""
    return {name: typeid_of(PREFIXES[name], new_id()) for name in names}


@dataclass
class Grumbler:
    """A neighbour of one test that takes nothing, so that what it is sent gets parked."""

    topics: frozenset[str] = frozenset({messages.STARTED})
    name: str = field(default_factory=lambda: f"grumbler-{uuid4().hex}")

    async def deliver(self, _message: Message) -> Delivery:
        """No."""
        return Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed")


async def everything_of(owner: Client, service: RunningApp, assessed: Assess) -> Parameters:
    """A case of `owner`, referred, with its decision, its borrower and a message nobody took."""
    submission = told()
    partner_id = owner.credentials.partner_id
    submission["application"]["owner"] = (
        owner.subject if partner_id is None else f"partner:{partner_id}"
    )
    if partner_id is not None:
        submission["application"]["partner_id"] = typeid_of("partner", partner_id)
    submission["party"]["warnings"] = ["identity_region_unverified"]
    case_id = await assessed(submission)
    async with service.sessions() as session:
        row = await session.get_one(CaseRow, case_id)
        found = select(DecisionRow.decision_id).where(DecisionRow.case_id == case_id)
        decision_id = (await session.scalars(found)).one()
    return {
        "case_id": typeid_of("case", case_id),
        "decision_id": typeid_of("dec", decision_id),
        "party_id": typeid_of("party", row.party_id),
        "delivery_id": await _parked(service, case_id),
    }


async def _parked(service: RunningApp, case_id: UUID) -> str:
    grumbler = Grumbler()
    relay = Relay(service.sessions, [grumbler], Patience(refusals_max=1))
    async with service.sessions() as session:
        statement = text("SELECT outbox_id FROM outbox WHERE aggregate_id = :id AND topic = :topic")
        values = {"id": case_id, "topic": messages.STARTED}
        event = (await session.execute(statement, values)).scalar_one()
    await relay.wake(event)
    async with service.sessions() as session:
        parked = text("SELECT delivery_id FROM parked_deliveries WHERE destination = :name")
        found = await session.execute(parked, {"name": grumbler.name})
        return typeid_of("dlv", found.scalar_one())


OWNERS = (Role.BORROWER, Role.PARTNER)
