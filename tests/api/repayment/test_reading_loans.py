"""Who sees which loan, and what they see of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from services.repayment.ledger.domain.chart import CHART
from tests.api.repayment.telling import (
    FEE_MINOR,
    FREE_OF_FEES,
    LENT_MINOR,
    Told,
    a_funding,
    a_reversal,
    another_payout,
    tell,
)
from tests.api.signed_clients import Client, ClientFor, expect, refused

PARTS = ("", "/schedule", "/transactions", "/next-step", "/statement")
STAFF = (
    *(Role.LOAN_OFFICER, Role.UNDERWRITER, Role.APPROVER, Role.FINANCE_MAKER, Role.COLLECTOR),
    *(Role.FINANCE_CHECKER, Role.LEGAL_COUNSEL, Role.RISK_MANAGER, Role.AUDITOR, Role.SUPPORT),
)


async def opened(neighbour: Client, funding: Told) -> str:
    loan_id: str = expect(await tell(neighbour, funding), 200)["loan_id"]
    return loan_id


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Somebody who borrows."""
    return client_for(Role.BORROWER)


async def test_z2_a_borrower_sees_its_own_loan_and_nobody_elses(
    neighbour: Client, borrower: Client, client_for: ClientFor
) -> None:
    loan_id = await opened(neighbour, a_funding(owner=borrower.subject))
    stranger = client_for(Role.BORROWER)
    for part in PARTS:
        expect(await borrower.get(f"/v1/loans/{loan_id}{part}"), 200)
        refused(await stranger.get(f"/v1/loans/{loan_id}{part}"), 404, "not_found")
    assert expect(await stranger.get("/v1/loans"), 200)["data"] == []
    listed = expect(await borrower.get("/v1/loans"), 200)["data"]
    assert [loan["id"] for loan in listed] == [loan_id]


async def test_z2_a_partner_sees_the_loans_that_came_through_it(
    neighbour: Client, client_for: ClientFor
) -> None:
    partner_id = uuid4()
    funding = a_funding(owner=f"partner:{partner_id}")
    funding["partner_id"] = typeid_of("partner", partner_id)
    loan_id = await opened(neighbour, funding)
    partner = client_for(Role.PARTNER, partner_id=partner_id)
    other = client_for(Role.PARTNER, partner_id=uuid4())
    assert expect(await partner.get(f"/v1/loans/{loan_id}"), 200)["partner_id"]
    for part in PARTS:
        refused(await other.get(f"/v1/loans/{loan_id}{part}"), 404, "not_found")


@pytest.mark.parametrize("role", STAFF)
async def test_staff_see_every_loan(neighbour: Client, client_for: ClientFor, role: Role) -> None:
    loan_id = await opened(neighbour, a_funding())
    expect(await client_for(role).get(f"/v1/loans/{loan_id}"), 200)


async def test_z2_a_token_without_a_role_sees_nothing(
    neighbour: Client, client_for: ClientFor
) -> None:
    loan_id = await opened(neighbour, a_funding())
    nobody = client_for(scopes=frozenset({"loans:read"}))
    answer = await nobody.get(f"/v1/loans/{loan_id}")
    assert answer.status_code in {403, 404}


async def test_a_list_is_narrowed_and_paged(
    neighbour: Client, client_for: ClientFor, borrower: Client
) -> None:
    fundings = [a_funding(owner=borrower.subject) for _ in range(3)]
    ids = [await opened(neighbour, funding) for funding in fundings]
    expect(await tell(neighbour, a_reversal(fundings[0])), 200)
    first = expect(await borrower.get("/v1/loans", limit=2), 200)
    assert [loan["id"] for loan in first["data"]] == [ids[2], ids[1]]
    rest = expect(await borrower.get("/v1/loans", limit=2, cursor=first["next_cursor"]), 200)
    assert [loan["id"] for loan in rest["data"]] == [ids[0]]
    assert not rest["has_more"]
    staff = client_for(Role.AUDITOR)
    for query in (
        {"contract_id": fundings[1]["contract"]["id"]},
        {"application_id": fundings[1]["application_id"]},
        {"party_id": fundings[1]["party_id"], "status": "active", "sort": "created_at"},
        {"party_id": fundings[1]["party_id"], "product_code": "SOLE_TRADER_CREDIT"},
    ):
        found = expect(await staff.get("/v1/loans", **query), 200)["data"]
        assert [loan["id"] for loan in found] == [ids[1]], query
    waiting = expect(await borrower.get("/v1/loans", status="pending"), 200)["data"]
    assert [loan["id"] for loan in waiting] == [ids[0]]


async def test_an_unchanged_loan_is_not_sent_again(neighbour: Client, borrower: Client) -> None:
    path = f"/v1/loans/{await opened(neighbour, a_funding(owner=borrower.subject))}"
    etag = (await borrower.get(path)).headers["etag"]
    answer = await borrower.http.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 304


async def test_transactions_come_in_pages_in_the_order_they_became_known(
    neighbour: Client, borrower: Client
) -> None:
    funding = a_funding(owner=borrower.subject)
    loan_id = await opened(neighbour, funding)
    expect(await tell(neighbour, a_reversal(funding, sequence=12)), 200)
    again = another_payout(funding, sequence=15, after=12, value_date=date(2026, 3, 20))
    expect(await tell(neighbour, again), 200)
    path = f"/v1/loans/{loan_id}/transactions"
    first = expect(await borrower.get(path, limit=2), 200)
    rest = expect(await borrower.get(path, limit=2, cursor=first["next_cursor"]), 200)
    shown = [*first["data"], *rest["data"]]
    assert [each["sequence"] for each in shown] == [1, 2, 3]
    assert [each["kind"] for each in shown] == ["disbursed", "reversed", "disbursed"]
    assert shown[1]["reason_code"] == "account_closed"
    assert shown[1]["value_date"] == "2026-03-16"
    assert shown[2]["reference"] == again["payout"]["id"]


async def test_the_next_step_is_the_fee_of_the_first_day_then_the_first_instalment(
    neighbour: Client, borrower: Client
) -> None:
    with_fee = await opened(neighbour, a_funding(owner=borrower.subject))
    step = expect(await borrower.get(f"/v1/loans/{with_fee}/next-step"), 200)
    assert (step["actor"], step["due_on"]) == ("borrower", "2026-03-12")
    assert step["amount"] == {"amount": FEE_MINOR, "currency": "CNY"}
    funding = a_funding(FREE_OF_FEES, owner=borrower.subject)
    without = await opened(neighbour, funding)
    step = expect(await borrower.get(f"/v1/loans/{without}/next-step"), 200)
    first = funding["schedule"]["rows"][0]
    assert (step["due_on"], step["amount"]["amount"]) == (first["due_on"], first["total"])


async def test_the_next_step_of_a_returned_payout_is_the_lenders_and_told_in_chinese(
    neighbour: Client, borrower: Client
) -> None:
    funding = a_funding(owner=borrower.subject)
    loan_id = await opened(neighbour, funding)
    expect(await tell(neighbour, a_reversal(funding)), 200)
    answer = await borrower.http.get(
        f"/v1/loans/{loan_id}/next-step", headers={"Accept-Language": "zh-CN"}
    )
    step = expect(answer, 200)
    assert (step["status"], step["actor"]) == ("pending", "lender")
    assert (step["due_on"], step["amount"]) == (None, None)
    assert step["message"] == "放款已被退回，等待重新放款。"
    assert answer.headers["content-language"] == "zh-CN"


async def test_a_loan_that_is_not_there_is_not_found(borrower: Client) -> None:
    for part in PARTS:
        path = f"/v1/loans/{typeid_of('loan', new_id())}{part}"
        refused(await borrower.get(path), 404, "not_found")


@pytest.mark.parametrize("part", ["accounts", "entries", "trial-balance"])
@pytest.mark.parametrize("role", [Role.BORROWER, Role.LOAN_OFFICER, Role.UNDERWRITER])
async def test_z3_the_books_are_for_finance_and_auditors(
    client_for: ClientFor, part: str, role: Role
) -> None:
    refused(await client_for(role).get(f"/v1/ledger/{part}"), 403, "insufficient_scope")
    expect(await client_for(Role.AUDITOR).get(f"/v1/ledger/{part}"), 200)


async def test_entries_are_narrowed_by_loan_account_kind_and_day(
    neighbour: Client, client_for: ClientFor
) -> None:
    books = client_for(Role.AUDITOR)
    funding = a_funding()
    loan_id = await opened(neighbour, funding)
    expect(await tell(neighbour, a_reversal(funding)), 200)
    of_loan = {"loan_id": loan_id}

    async def kinds(**query: str) -> list[str]:
        page = expect(await books.get("/v1/ledger/entries", **of_loan, **query), 200)
        return [entry["kind"] for entry in page["data"]]

    assert await kinds() == ["reversed", "disbursed"]
    assert await kinds(sort="recorded_at") == ["disbursed", "reversed"]
    assert await kinds(kind="reversed") == ["reversed"]
    assert await kinds(account="fee_income") == ["reversed", "disbursed"]
    today = expect(await books.get("/v1/ledger/trial-balance"), 200)["as_of"]
    tomorrow = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    assert await kinds(**{"booked_on[gte]": tomorrow}) == []
    assert len(await kinds(**{"booked_on[gte]": today, "booked_on[lte]": today})) == 2
    first = expect(await books.get("/v1/ledger/entries", **of_loan, limit=1), 200)
    rest = expect(
        await books.get("/v1/ledger/entries", **of_loan, limit=1, cursor=first["next_cursor"]), 200
    )
    assert [first["data"][0]["kind"], rest["data"][0]["kind"]] == ["reversed", "disbursed"]


async def test_the_trial_balance_balances_and_is_that_of_its_day(
    neighbour: Client, client_for: ClientFor
) -> None:
    books = client_for(Role.FINANCE_CHECKER)
    today = expect(await books.get("/v1/ledger/trial-balance"), 200)

    def of(balance: Told, account: str) -> int:
        found = [
            each["balance"]["amount"] for each in balance["accounts"] if each["account"] == account
        ]
        return sum(found)

    await opened(neighbour, a_funding())
    after = expect(await books.get("/v1/ledger/trial-balance", as_of=today["as_of"]), 200)
    for account, change in (
        ("loan_principal", LENT_MINOR),
        ("funding_clearing", LENT_MINOR),
        ("fees_receivable", FEE_MINOR),
        ("fee_income", FEE_MINOR),
    ):
        assert of(after, account) - of(today, account) == change, account
    assert after["is_balanced"]
    assert all(total["debits"] == total["credits"] for total in after["totals"])
    yesterday = (date.fromisoformat(today["as_of"]) - timedelta(days=1)).isoformat()
    before = expect(await books.get("/v1/ledger/trial-balance", as_of=yesterday), 200)
    assert before["accounts"] == []


async def test_the_chart_is_the_one_the_rules_know(client_for: ClientFor) -> None:
    shown = expect(await client_for(Role.AUDITOR).get("/v1/ledger/accounts"), 200)["data"]
    assert {
        (each["code"], each["kind"], each["title"]["en"], each["title"]["zh"]) for each in shown
    } == {(each.code, each.kind, each.title.en, each.title.zh) for each in CHART}
