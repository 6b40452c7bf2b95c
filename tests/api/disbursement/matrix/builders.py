"""One thing of each resource, made the only way it can be: from an accepted offer onwards."""

from uuid import UUID

from sqlalchemy import text

from services.disbursement.contracts import messages
from services.disbursement.contracts.examples import ACCEPTED_OFFER_EXAMPLE
from services.disbursement.main import ALLOWLIST
from services.kit.identifiers import typeid_of
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import disclose, sign
from tests.api.disbursement.telling import told
from tests.api.matrix.tried import Parameters, Tried
from tests.api.signed_clients import Client, RunningApp, expect
from tests.api.stuck import Grumbler, parked_at
from tests.sandbox_accounts import ordinary_account

CONDITION = {"code": "shop_photo", "en": "A photo of the shop", "zh": "店铺照片"}
DISBURSEMENT = Tried(
    service="disbursement",
    allowlist=ALLOWLIST,
    prefixes={
        "application_id": "app",
        "contract_id": "ctr",
        "account_id": "acct",
        "payout_id": "pay",
        "refund_id": "refund",
        "delivery_id": "dlv",
    },
    names={"rail": "nowhere", "code": "unheard_of"},
    tables=("contracts",),
)


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
    grumbler = Grumbler(frozenset({messages.DRAFTED}))
    return {
        "contract_id": typeid_of("ctr", contract_id),
        "account_id": expect(account, 201)["id"],
        "code": CONDITION["code"],
        "payout_id": await _payout(service, contract_id),
        "delivery_id": await parked_at(grumbler, service.sessions, contract_id),
    }


async def _payout(service: RunningApp, contract_id: UUID) -> str:
    async with service.sessions() as session:
        statement = text("SELECT payout_id FROM payouts WHERE contract_id = :id")
        found = await session.execute(statement, {"id": contract_id})
        return typeid_of("pay", found.scalar_one())
