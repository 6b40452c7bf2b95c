"""What readers are told of a loan's figures and instalments, today and as of a day."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.kit.roles import Role
from tests.api.repayment.happening import WEEKLY, a_receipt, happen, undone
from tests.api.repayment.telling import FEE_MINOR, LENT_MINOR, VALUE_DATE, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

FIRST_DUE = date(2026, 3, 19)
PARTS = ("", "/schedule", "/transactions")


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Whose loan it is."""
    return client_for(Role.BORROWER)


@pytest.fixture
async def loan(neighbour: Client, borrower: Client) -> str:
    """A loan by the week since 12 March, of which nothing is paid."""
    told = a_funding(WEEKLY, owner=borrower.subject)
    loan_id: str = expect(await tell(neighbour, told), 200)["loan_id"]
    return f"/v1/loans/{loan_id}"


def id_of(loan: str) -> str:
    return loan.rpartition("/")[2]


async def figures(reader: Client, loan: str, day: date | None = None) -> dict[str, Any]:
    query = {} if day is None else {"as_of": day.isoformat()}
    found: dict[str, Any] = expect(await reader.get(loan, **query), 200)["figures"]
    return found


async def test_a_loan_nobody_paid_is_overdue_with_two_instalments_and_the_fee(
    borrower: Client, loan: str
) -> None:
    shown = await figures(borrower, loan)
    assert (shown["as_of"], shown["currency"]) == ("2026-03-31", "CNY")
    assert (shown["condition"], shown["days_past_due"]) == ("overdue", 12)
    assert shown["outstanding_principal"] == LENT_MINOR
    schedule = expect(await borrower.get(f"{loan}/schedule"), 200)
    first, second = schedule["rows"][:2]
    assert shown["due"]["principal"] == first["principal"] + second["principal"]
    assert shown["due"]["interest"] == first["interest"] + second["interest"]
    assert shown["due"]["fee"] == FEE_MINOR
    assert shown["due"] == shown["overdue"]
    assert shown["payoff"] == shown["owed"]["total"] > LENT_MINOR + FEE_MINOR
    states = [(each["origin"], each["number"], each["state"]) for each in schedule["instalments"]]
    assert states == [
        ("disbursement", 0, "overdue"),
        ("schedule", 1, "overdue"),
        ("schedule", 2, "overdue"),
        ("schedule", 3, "scheduled"),
        ("schedule", 4, "scheduled"),
    ]


async def test_as_of_an_earlier_day_it_was_still_punctual(borrower: Client, loan: str) -> None:
    shown = await figures(borrower, loan, FIRST_DUE)
    assert (shown["condition"], shown["days_past_due"]) == ("current", 0)
    schedule = expect(await borrower.get(f"{loan}/schedule", as_of=FIRST_DUE.isoformat()), 200)
    assert [each["state"] for each in schedule["instalments"]] == [
        *("overdue", "due", "scheduled", "scheduled", "scheduled")
    ]


async def test_a_payment_shows_where_it_went_and_counts_from_its_day(
    service: RunningApp, borrower: Client, loan: str
) -> None:
    first = expect(await borrower.get(f"{loan}/schedule"), 200)["rows"][0]
    await happen(service, id_of(loan), a_receipt(FEE_MINOR + first["total"] + 7, FIRST_DUE))
    schedule = expect(await borrower.get(f"{loan}/schedule", as_of=FIRST_DUE.isoformat()), 200)
    fee, paid, coming = schedule["instalments"][:3]
    assert (fee["state"], fee["settled_on"]) == ("paid_late", FIRST_DUE.isoformat())
    assert (paid["state"], paid["left"]["total"]) == ("paid", 0)
    assert paid["paid"]["interest"] == first["interest"]
    assert (coming["state"], coming["paid"]["total"]) == ("scheduled", 0)
    shown = await figures(borrower, loan, FIRST_DUE)
    assert (shown["suspense"], shown["due"]["total"]) == (7, 0)
    assert shown["paid"]["total"] == FEE_MINOR + first["total"]
    before = await figures(borrower, loan, FIRST_DUE - timedelta(days=1))
    assert (before["suspense"], before["paid"]["total"]) == (0, 0)


async def test_what_is_due_next_counts_the_money_that_waits(
    service: RunningApp, borrower: Client, loan: str
) -> None:
    rows = expect(await borrower.get(f"{loan}/schedule"), 200)["rows"]
    paid = FEE_MINOR + rows[0]["total"] + rows[1]["total"] + 100
    await happen(service, id_of(loan), a_receipt(paid, FIRST_DUE))
    shown = expect(await borrower.get(loan), 200)
    expected = {
        "due_on": rows[2]["due_on"],
        "total": {"amount": rows[2]["total"] - 100, "currency": "CNY"},
    }
    assert shown["next_due"] == expected
    listed = expect(await borrower.get("/v1/loans"), 200)["data"]
    assert [each["next_due"] for each in listed] == [expected]


async def test_what_was_taken_back_never_was_on_any_day(
    service: RunningApp, borrower: Client, loan: str
) -> None:
    receipt = a_receipt(500_000, FIRST_DUE)
    await happen(service, id_of(loan), receipt)
    assert (await figures(borrower, loan, FIRST_DUE))["paid"]["total"] == 500_000
    await happen(service, id_of(loan), undone(receipt, date(2026, 3, 25)))
    assert (await figures(borrower, loan, FIRST_DUE))["paid"]["total"] == 0

    async def kinds(day: date) -> list[str]:
        page = expect(await borrower.get(f"{loan}/transactions", as_of=day.isoformat()), 200)
        return [each["kind"] for each in page["data"]]

    assert await kinds(FIRST_DUE) == ["disbursed", "received", "reversed"]
    assert await kinds(FIRST_DUE - timedelta(days=1)) == ["disbursed"]


async def test_before_its_money_came_a_loan_has_no_figures(borrower: Client, loan: str) -> None:
    day = (VALUE_DATE - timedelta(days=1)).isoformat()
    shown = expect(await borrower.get(loan, as_of=day), 200)
    assert (shown["figures"], shown["next_due"]) == (None, None)
    schedule = expect(await borrower.get(f"{loan}/schedule", as_of=day), 200)
    assert (schedule["rows"], schedule["instalments"]) == ([], [])
    assert schedule["disbursed_on"] is None
    assert expect(await borrower.get(f"{loan}/transactions", as_of=day), 200)["data"] == []


@pytest.mark.parametrize("part", PARTS)
async def test_a_day_still_to_come_is_refused(borrower: Client, loan: str, part: str) -> None:
    answer = await borrower.get(f"{loan}{part}", as_of="2026-04-01")
    problem = refused(answer, 400, "invalid_query_parameter")
    assert [error["pointer"] for error in problem["errors"]] == ["#query/as_of"]


async def test_a_loan_is_sent_anew_when_its_figures_grew(
    service: RunningApp, borrower: Client, loan: str
) -> None:
    etag = (await borrower.get(loan)).headers["etag"]
    known = {"If-None-Match": etag}
    assert (await borrower.http.get(loan, headers=known)).status_code == 304
    day = {"as_of": "2026-03-30"}
    assert (await borrower.http.get(loan, headers=known, params=day)).status_code == 200
    await happen(service, id_of(loan), a_receipt(1, date(2026, 3, 31)))
    assert (await borrower.http.get(loan, headers=known)).status_code == 200


async def test_the_next_step_of_a_late_loan_says_all_that_is_due_and_which_calls_help(
    borrower: Client, loan: str
) -> None:
    step = expect(await borrower.get(f"{loan}/next-step"), 200)
    shown = await figures(borrower, loan)
    assert (step["actor"], step["condition"], step["days_past_due"]) == ("borrower", "overdue", 12)
    assert step["due_by_today"]["amount"] == shown["due"]["total"]
    assert step["overdue"]["amount"] == shown["overdue"]["total"]
    assert (step["due_on"], step["grace_ends_on"]) == ("2026-03-12", "2026-03-15")
    for call in step["calls"]:
        assert call["method"] == "GET"
        expect(await borrower.get(call["path"]), 200)
