"""One thing of each resource, made the only way it can be: by telling of an application."""

from sqlalchemy import select

from services.kit.identifiers import typeid_of
from services.underwriting.cases import messages
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.main import ALLOWLIST
from tests.api.matrix.tried import Parameters, Tried
from tests.api.signed_clients import Client, RunningApp
from tests.api.stuck import Grumbler, parked_at
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.telling import told

UNDERWRITING = Tried(
    service="underwriting",
    allowlist=ALLOWLIST,
    prefixes={
        "application_id": "app",
        "case_id": "case",
        "decision_id": "dec",
        "party_id": "party",
        "payout_id": "pay",
        "delivery_id": "dlv",
        "entry_id": "wle",
    },
    tables=("cases",),
)


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
    grumbler = Grumbler(frozenset({messages.STARTED}))
    return {
        "case_id": typeid_of("case", case_id),
        "decision_id": typeid_of("dec", decision_id),
        "party_id": typeid_of("party", row.party_id),
        "delivery_id": await parked_at(grumbler, service.sessions, case_id),
    }
