"""What is collected for third parties is owed to them and never income, whatever comes of it."""

import copy
from dataclasses import replace
from datetime import date

import pytest

from services.kit.roles import Role
from tests.api.repayment.happening import VALUED
from tests.api.repayment.paying import (
    Body,
    a_receipt,
    a_waiver,
    approve,
    as_quoted,
    book_of,
    loan_of,
    pay,
    prepay,
    quote,
    take_back,
)
from tests.api.repayment.telling import Told, a_funding, a_reversal, schedule_told, tell
from tests.api.signed_clients import Client, ClientFor, expect

# By 31 March two of the four weeks have fallen due.
INCOME, DUE = 30_000 + 2 * 100, 12_000 + 2 * 70
FEES = ("fees_receivable", "fee_income", "due_to_third_parties", "concessions")
OPENED = (INCOME + DUE, -INCOME, -DUE, 0)


def a_told_loan() -> Told:
    """A message whose contract discloses the costs of a lawsuit, too."""
    told = a_funding(VALUED)
    told["contract"]["terms"]["contingent_fees"] = [
        {"code": "legal_cost", "amount": 50_000, "payee": "third_party"},
        {"code": "late_notice", "amount": 2_000},
    ]
    return told


def without_payees(told: Told) -> Told:
    """The message as it was before payees were told."""
    older = copy.deepcopy(told)
    terms = older["contract"]["terms"]
    for fee in (*terms["fees"], *terms["contingent_fees"]):
        fee.pop("payee", None)
    return older


async def opened(neighbour: Client, told: Told) -> str:
    loan_id: str = expect(await tell(neighbour, told), 200)["loan_id"]
    return loan_id


@pytest.fixture
def maker(client_for: ClientFor) -> Client:
    """Who books what came in."""
    return client_for(Role.FINANCE_MAKER)


@pytest.fixture
async def loan_id(neighbour: Client) -> str:
    """A loan of which fees of ours and of others' are due."""
    return await opened(neighbour, a_told_loan())


async def fees_of(reader: Client, loan_id: str) -> tuple[int, ...]:
    """What the accounts of FEES say of a loan."""
    book = await book_of(reader, loan_id)
    return tuple(book.get(account, 0) for account in FEES)


async def test_what_falls_due_for_others_is_owed_to_them(maker: Client, loan_id: str) -> None:
    assert await fees_of(maker, loan_id) == OPENED


async def test_the_borrower_owes_the_same_whoever_it_is_for(
    neighbour: Client, maker: Client, loan_id: str
) -> None:
    plain = await opened(neighbour, without_payees(a_told_loan()))
    assert await fees_of(maker, plain) == (INCOME + DUE, -INCOME - DUE, 0, 0)
    own, others = [await loan_of(maker, each) for each in (plain, loan_id)]
    assert own["figures"] == others["figures"]
    assert own["next_due"] == others["next_due"]


async def test_money_that_came_and_did_not_come_leaves_it_owed(
    maker: Client, client_for: ClientFor, loan_id: str
) -> None:
    paid = expect(await pay(maker, loan_id, a_receipt(INCOME + DUE)), 201)
    assert await fees_of(maker, loan_id) == (0, -INCOME, -DUE, 0)
    expect(await take_back(client_for(Role.FINANCE_CHECKER), paid), 201)
    assert await fees_of(maker, loan_id) == OPENED


async def test_what_is_forgiven_of_it_the_lender_bears(
    maker: Client, client_for: ClientFor, loan_id: str
) -> None:
    body = a_waiver(INCOME + DUE)
    proposed = expect(await maker.post(f"/v1/loans/{loan_id}/waivers", body), 201)
    expect(await approve(client_for(Role.APPROVER), "waivers", proposed), 201)
    assert await fees_of(maker, loan_id) == (0, -INCOME, -DUE, INCOME + DUE)


async def test_a_loan_that_is_paid_off_leaves_what_fell_due(maker: Client, loan_id: str) -> None:
    drawn = await quote(maker, loan_id)
    expect(await prepay(maker, loan_id, as_quoted(drawn, "2026-03-31")), 201)
    assert (await loan_of(maker, loan_id))["status"] == "settled"
    assert await fees_of(maker, loan_id) == (0, -INCOME, -DUE, 0)


@pytest.mark.parametrize(
    ("code", "moved"),
    [("legal_cost", (1_500, 0, -1_500, 0)), ("late_notice", (1_500, -1_500, 0, 0))],
)
async def test_a_fee_for_an_occasion_is_for_whom_the_contract_says(
    maker: Client, loan_id: str, code: str, moved: tuple[int, ...]
) -> None:
    body: Body = {"code": code, "amount": {"amount": 1_500, "currency": "CNY"}, "reference": "1"}
    expect(await maker.post(f"/v1/loans/{loan_id}/fees", body), 201)
    found = await fees_of(maker, loan_id)
    assert found == tuple(was + by for was, by in zip(OPENED, moved, strict=True))
    # Read anew with all that happened before it, it is still theirs.
    expect(await pay(maker, loan_id, a_receipt(INCOME + DUE + 1_500)), 201)
    assert await fees_of(maker, loan_id) == (0, *found[1:])


async def test_a_payout_that_came_back_leaves_nothing_owed_to_anybody(
    neighbour: Client, maker: Client
) -> None:
    told = a_told_loan()
    loan_id = await opened(neighbour, told)
    expect(await tell(neighbour, a_reversal(told)), 200)
    assert set((await book_of(maker, loan_id)).values()) == {0}


async def test_a_loan_told_without_payees_is_funded_again_by_a_message_with_them(
    neighbour: Client, maker: Client
) -> None:
    told = a_told_loan()
    loan_id = await opened(neighbour, without_payees(told))
    expect(await tell(neighbour, a_reversal(told, sequence=12)), 200)
    later = a_funding(VALUED, value_date=date(2026, 3, 13))
    again = told | {
        "sequence": 15,
        "after": 12,
        "payout": later["payout"],
        "schedule": schedule_told(replace(VALUED, disbursed_on=date(2026, 3, 13))),
    }
    assert await opened(neighbour, again) == loan_id
    assert await fees_of(maker, loan_id) == (INCOME + DUE, -INCOME - DUE, 0, 0)


async def test_the_trial_balance_shows_what_is_owed_to_them(
    maker: Client, neighbour: Client
) -> None:
    async def owed() -> int:
        balance = expect(await maker.get("/v1/ledger/trial-balance"), 200)
        assert balance["is_balanced"]
        return sum(
            each["balance"]["amount"]
            for each in balance["accounts"]
            if each["account"] == "due_to_third_parties"
        )

    before = await owed()
    await opened(neighbour, a_told_loan())
    assert await owed() - before == DUE
