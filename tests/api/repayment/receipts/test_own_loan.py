"""Z5: who works on loans does not work on the one they owe, whatever roles they hold."""

from collections.abc import Callable

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.repayment.paying import (
    Body,
    a_prepayment,
    a_receipt,
    a_refund,
    a_waiver,
    approve,
    pay,
    refuse,
    take_back,
)
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, expect, refused

SOMEBODY = "of-the-house"
BODIES: dict[str, Callable[[Body], Body]] = {
    "repayments": lambda _: a_receipt(100),
    "prepayments": lambda _: a_prepayment(100),
    "refunds": lambda repayment: a_refund(repayment, 100),
    "waivers": lambda _: a_waiver(100, "interest"),
    "fees": lambda _: {
        "code": "late_notice",
        "amount": {"amount": 100, "currency": "CNY"},
        "reference": "1",
    },
}


@pytest.fixture
def themselves(client_for: ClientFor) -> Client:
    """Somebody of the house who has borrowed."""
    roles = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.APPROVER)
    return client_for(*roles, subject=SOMEBODY)


@pytest.fixture
async def theirs(neighbour: Client, maker: Client) -> Body:
    """A receipt on their loan that waits."""
    told = a_funding(FREE_OF_FEES, owner=SOMEBODY)
    loan_id = expect(await tell(neighbour, told), 200)["loan_id"]
    return expect(await pay(maker, loan_id, a_receipt(500)), 201)


@pytest.mark.parametrize("what", BODIES)
async def test_nobody_books_or_proposes_on_their_own_loan(
    what: str, themselves: Client, theirs: Body
) -> None:
    path = f"/v1/loans/{theirs['loan_id']}/{what}"
    refused(await themselves.post(path, BODIES[what](theirs)), 403, "own_work")


async def test_no_client_of_a_partner_books_on_its_partners_loans(
    neighbour: Client, client_for: ClientFor
) -> None:
    partner_id = new_id()
    told = a_funding(FREE_OF_FEES, owner=f"partner:{partner_id}")
    told["partner_id"] = typeid_of("partner", partner_id)
    loan_id = expect(await tell(neighbour, told), 200)["loan_id"]
    clerk = client_for(Role.PARTNER, Role.FINANCE_MAKER, partner_id=partner_id)
    refused(await pay(clerk, loan_id, a_receipt(100)), 403, "own_work")


async def test_nobody_decides_on_their_own_loan(
    maker: Client, themselves: Client, theirs: Body
) -> None:
    path = f"/v1/loans/{theirs['loan_id']}/refunds"
    elsewhere = a_refund(theirs, 100, payee_account_id="acct_01h455vb4pex5vsknk084sn02q")
    proposed = expect(await maker.post(path, elsewhere), 201)
    refused(await approve(themselves, "refunds", proposed), 403, "own_work")
    refused(await refuse(themselves, "refunds", proposed), 403, "own_work")
    refused(await take_back(themselves, theirs), 403, "own_work")
