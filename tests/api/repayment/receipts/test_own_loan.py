"""Z5: who works on loans does not work on one they owe or answer for, whatever roles they hold."""

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
from tests.api.repayment.telling import (
    FREE_OF_FEES,
    VALUE_DATE,
    a_funding,
    a_reversal,
    another_payout,
    tell,
)
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


@pytest.fixture
async def answered_for(neighbour: Client, maker: Client) -> Body:
    """A receipt that waits on the loan of somebody they signed for."""
    told = a_funding(FREE_OF_FEES) | {"signers": ["borrower-1", SOMEBODY]}
    loan_id = expect(await tell(neighbour, told), 200)["loan_id"]
    return expect(await pay(maker, loan_id, a_receipt(500)), 201)


@pytest.mark.parametrize("what", BODIES)
async def test_who_answers_for_a_loan_works_on_it_no_more_than_who_owes_it(
    what: str, themselves: Client, answered_for: Body
) -> None:
    path = f"/v1/loans/{answered_for['loan_id']}/{what}"
    refused(await themselves.post(path, BODIES[what](answered_for)), 403, "own_work")


async def test_nor_decides_on_it(maker: Client, themselves: Client, answered_for: Body) -> None:
    path = f"/v1/loans/{answered_for['loan_id']}/refunds"
    elsewhere = a_refund(answered_for, 100, payee_account_id=typeid_of("acct", new_id()))
    proposed = expect(await maker.post(path, elsewhere), 201)
    refused(await approve(themselves, "refunds", proposed), 403, "own_work")
    refused(await take_back(themselves, answered_for), 403, "own_work")


async def test_who_signed_is_known_when_another_payout_funds_the_loan(
    neighbour: Client, themselves: Client
) -> None:
    """The release before told the first payout, and nobody who signed."""
    told = a_funding()
    loan_id = expect(await tell(neighbour, told), 200)["loan_id"]
    expect(await tell(neighbour, a_reversal(told, sequence=12)), 200)
    again = another_payout(told, sequence=15, after=12, value_date=VALUE_DATE)
    expect(await tell(neighbour, again | {"signers": [SOMEBODY]}), 200)
    refused(await pay(themselves, loan_id, a_receipt(100)), 403, "own_work")


async def test_nobody_decides_on_their_own_loan(
    maker: Client, themselves: Client, theirs: Body
) -> None:
    path = f"/v1/loans/{theirs['loan_id']}/refunds"
    elsewhere = a_refund(theirs, 100, payee_account_id="acct_01h455vb4pex5vsknk084sn02q")
    proposed = expect(await maker.post(path, elsewhere), 201)
    refused(await approve(themselves, "refunds", proposed), 403, "own_work")
    refused(await refuse(themselves, "refunds", proposed), 403, "own_work")
    refused(await take_back(themselves, theirs), 403, "own_work")
