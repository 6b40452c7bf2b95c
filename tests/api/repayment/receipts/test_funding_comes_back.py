"""The bank returns a payout after a fee was charged and forgiven: both go with it."""

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.repayment.paying import a_receipt, a_waiver, approve, book_of, loan_of, pay
from tests.api.repayment.telling import (
    FREE_OF_FEES,
    Told,
    a_funding,
    a_reversal,
    tell,
)
from tests.api.signed_clients import Client, ClientFor, expect, refused

FEE: Told = {
    "code": "late_notice",
    "amount": {"amount": 2_000, "currency": "CNY"},
    "reference": "notice-1",
}


@pytest.fixture
def funding() -> Told:
    """A contract that discloses a fee for each late notice."""
    told = a_funding(FREE_OF_FEES)
    told["contract"]["terms"]["contingent_fees"] = [{"code": FEE["code"], "amount": 2_000}]
    return told


async def test_what_was_charged_and_forgiven_goes_with_the_money(
    neighbour: Client, maker: Client, client_for: ClientFor, funding: Told
) -> None:
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    path = f"/v1/loans/{loan_id}"
    expect(await maker.post(f"{path}/fees", FEE), 201)
    proposed = expect(await maker.post(f"{path}/waivers", a_waiver(500)), 201)
    expect(await approve(client_for(Role.APPROVER), "waivers", proposed), 201)
    returned = a_reversal(funding, sequence=12)
    assert expect(await tell(neighbour, returned), 200)["status"] == "pending"
    assert set((await book_of(maker, loan_id)).values()) == {0}
    page = expect(await maker.get(f"{path}/transactions"), 200)
    undone = [each["kind"] for each in page["data"]]
    assert undone == ["disbursed", "charged", "waived", *["reversed"] * 3]
    assert expect(await tell(neighbour, returned), 200)["status"] == "pending"

    payout = funding["payout"] | {"id": typeid_of("pay", new_id())}
    again = funding | {"sequence": 15, "after": 12, "payout": payout}
    assert expect(await tell(neighbour, again), 200)["status"] == "active"
    figures = (await loan_of(maker, loan_id))["figures"]
    assert figures["due"]["fee"] == 0
    assert figures["outstanding_principal"] == payout["amount"]["amount"]


async def test_a_fee_that_went_with_the_money_is_not_said_to_be_charged(
    neighbour: Client, maker: Client, funding: Told
) -> None:
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    path = f"/v1/loans/{loan_id}/fees"
    expect(await maker.post(path, FEE), 201)
    expect(await tell(neighbour, a_reversal(funding, sequence=12)), 200)
    payout = funding["payout"] | {"id": typeid_of("pay", new_id())}
    again = funding | {"sequence": 15, "after": 12, "payout": payout}
    expect(await tell(neighbour, again), 200)
    refused(await maker.post(path, FEE), 409, "fee_taken_back")
    expect(await maker.post(path, FEE | {"reference": "notice-2"}), 201)
    assert (await loan_of(maker, loan_id))["figures"]["due"]["fee"] == FEE["amount"]["amount"]


async def test_a_fee_that_was_paid_keeps_the_funding(
    neighbour: Client, maker: Client, funding: Told
) -> None:
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    expect(await maker.post(f"/v1/loans/{loan_id}/fees", FEE), 201)
    expect(await pay(maker, loan_id, a_receipt(2_000)), 201)
    refused(await tell(neighbour, a_reversal(funding)), 409, "funding_in_use")
