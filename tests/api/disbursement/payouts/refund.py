"""Refunds as the repayment service tells of them, and the payouts they get."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from services.kit.identifiers import new_id, typeid_of, uuid_of
from tests.api.disbursement.payouts.street import Payee
from tests.api.signed_clients import Client, ClientFor, expect

Told = dict[str, Any]
AMOUNT_MINOR = 50_000


def repayment_of(client_for: ClientFor) -> Client:
    """The repayment service's relay."""
    return client_for(subject="system:relay", signer="repayment")


async def account_of(payee: Payee) -> str:
    """The account the payee has in use."""
    page = await payee.client.get("/v1/payee-accounts", contract_id=payee.contract)
    (found,) = (each for each in expect(page, 200)["data"] if each["status"] == "verified")
    return str(found["id"])


def a_refund(payee: Payee, account: str, **changes: Any) -> Told:
    """Some of the payee's own money, by the hands of two who have no part in the loan."""
    return {
        "sequence": 2,
        "after": 0,
        "contract_id": payee.contract,
        "amount": {"amount": AMOUNT_MINOR, "currency": "CNY"},
        "payee_account_id": account,
        "proposed_by": "finance-1",
        "approved_by": "finance-2",
        **changes,
    }


async def tell(repayment: Client, refund_id: UUID, told: Told) -> Told:
    """The payout of a refund that is told of."""
    path = f"/internal/v1/refunds/{typeid_of('refund', refund_id)}"
    return dict(expect(await repayment.put(path, told), 200))


async def refunded(payee: Payee, client_for: ClientFor, **changes: Any) -> Payee:
    """The payee, with the payout of a refund in the place of the loan's."""
    told = a_refund(payee, await account_of(payee), **changes)
    taken = await tell(repayment_of(client_for), new_id(), told)
    return replace(payee, payout_id=uuid_of("pay", taken["payout_id"]))
