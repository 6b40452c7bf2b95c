"""One thing of each resource, made the only way it can be: by telling of money."""

from services.kit.identifiers import typeid_of, uuid_of
from services.repayment.loans import messages
from services.repayment.main import ALLOWLIST
from tests.api.matrix.tried import Parameters, Tried
from tests.api.repayment.paying import a_receipt, a_refund, a_waiver, pay
from tests.api.repayment.telling import a_funding, tell
from tests.api.signed_clients import Client, RunningApp, expect
from tests.api.stuck import Grumbler, parked_at

REPAYMENT = Tried(
    service="repayment",
    allowlist=ALLOWLIST,
    prefixes={
        "loan_id": "loan",
        "contract_id": "ctr",
        "payout_id": "pay",
        "delivery_id": "dlv",
        "repayment_id": "repay",
        "quote_id": "quote",
        "refund_id": "refund",
        "waiver_id": "waiver",
    },
    names={"business_date": "1999-12-31"},
    # Only a settled loan has one: whoever may see the loan is told that it runs.
    not_yet=frozenset({"get_loan_settlement_certificate"}),
    # Taken back by whoever proposed it, and nobody else.
    personal=frozenset({"not_the_proposer"}),
    tables=("loans", "journal_entries"),
)


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
    grumbler = Grumbler(frozenset({messages.ACTIVE}))
    parked = await parked_at(grumbler, service.sessions, uuid_of("loan", loan_id))
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
