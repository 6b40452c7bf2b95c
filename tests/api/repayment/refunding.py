"""The disbursement service's words about refunds, and where a refund stands by them."""

from typing import Any

from services.kit.identifiers import new_id, typeid_of
from tests.api.repayment.paying import Body, loan_of
from tests.api.signed_clients import Client, expect

ELSEWHERE = typeid_of("acct", new_id())
PAYOUT = typeid_of("pay", new_id())
# Where the loan's funding stands in the story of its contract.
FUNDED = 9
TODAY = "2026-03-31"


async def end_payout(neighbour: Client, maker: Client, refund: Body, **said: Any) -> Any:
    """The answer to what became of a refund's payout; it settled unless said."""
    loan = await loan_of(maker, refund["loan_id"])
    body = {
        "sequence": FUNDED + 1,
        "after": FUNDED,
        "contract_id": loan["contract_id"],
        "payout_id": PAYOUT,
        "status": "settled",
        "amount": refund["amount"],
        "settled_on": TODAY,
        "reason_code": None,
    }
    if said.get("status", "settled") != "settled":
        body |= {"settled_on": None, "reason_code": "account_closed"}
    return await neighbour.put(f"/internal/v1/refund-payouts/{refund['id']}", body | said)


async def shown(maker: Client, refund: Body) -> Body:
    """The refund as it is shown."""
    path = f"/v1/loans/{refund['loan_id']}/refunds/{refund['id']}"
    return expect(await maker.get(path), 200)


async def receipt_of(maker: Client, refund: Body) -> str:
    """Where the receipt stands whose money it was."""
    path = f"/v1/loans/{refund['loan_id']}/repayments/{refund['repayment_id']}"
    status: str = expect(await maker.get(path), 200)["status"]
    return status
