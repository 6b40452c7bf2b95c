"""The account of a loan over HTTP: JSON and CSV, of a bounded period."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.repayment.loans.domain.statement import MOVEMENTS_MAX
from tests.api.repayment.happening import WEEKLY, a_receipt, happen
from tests.api.repayment.telling import FEE_MINOR, LENT_MINOR, VALUE_DATE, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

FIRST_DUE = date(2026, 3, 19)


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Whose loan it is."""
    return client_for(Role.BORROWER)


@pytest.fixture
async def loan_id(neighbour: Client, borrower: Client) -> str:
    """A loan by the week since 12 March."""
    told = a_funding(WEEKLY, owner=borrower.subject)
    found: str = expect(await tell(neighbour, told), 200)["loan_id"]
    return found


async def stated(reader: Client, loan_id: str, **query: str) -> dict[str, Any]:
    return expect(await reader.get(f"/v1/loans/{loan_id}/statement", **query), 200)


async def test_the_movements_of_a_month_add_up_to_the_figures_of_its_end(
    service: RunningApp, borrower: Client, loan_id: str
) -> None:
    await happen(service, loan_id, a_receipt(FEE_MINOR + 500_000, FIRST_DUE))
    told = await stated(borrower, loan_id)
    assert (told["begins_on"], told["ends_on"]) == ("2026-03-01", "2026-03-31")
    assert told["opening"]["total"] == 0
    kinds = [each["kind"] for each in told["movements"]]
    assert kinds[:4] == ["charged", "disbursed", "borne", "received"]
    running = 0
    for each in told["movements"]:
        running += each["owed"]["total"] - each["suspense"]
        assert each["balance"]["total"] == running
    assert told["closing"] == told["movements"][-1]["balance"]
    loan = expect(await borrower.get(f"/v1/loans/{loan_id}"), 200)
    assert told["closing"]["owed"] == loan["figures"]["owed"]
    received = told["movements"][3]
    assert (received["value_date"], received["reference"]) == ("2026-03-19", "bank:1")
    assert received["owed"]["fee"] == -FEE_MINOR


async def test_a_period_begins_with_the_close_of_the_day_before(
    borrower: Client, loan_id: str
) -> None:
    whole = await stated(borrower, loan_id, begins_on="2026-03-12", ends_on="2026-03-20")
    rest = await stated(borrower, loan_id, begins_on="2026-03-21", ends_on="2026-03-25")
    assert rest["opening"] == whole["closing"]


@pytest.mark.parametrize(
    ("query", "headers"),
    [({"format": "csv"}, {}), ({}, {"Accept": "text/csv"})],
)
async def test_a_spreadsheet_gets_the_same_rows(
    service: RunningApp,
    borrower: Client,
    loan_id: str,
    query: dict[str, str],
    headers: dict[str, str],
) -> None:
    await happen(service, loan_id, a_receipt(12_345, FIRST_DUE, "=cmd|'/C calc'!A0"))
    told = await stated(borrower, loan_id)
    answer = await borrower.http.get(
        f"/v1/loans/{loan_id}/statement", params=query, headers=headers
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = f"{loan_id}-2026-03-01-2026-03-31.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    head, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert [row[1] for row in rows] == [
        *("opening", *(each["kind"] for each in told["movements"]), "closing")
    ]
    disbursed = dict(zip(head, rows[2], strict=True))
    assert (disbursed["principal"], disbursed["currency"]) == (f"{LENT_MINOR // 100}.00", "CNY")
    (reference,) = [row[2] for row in rows if row[1] == "received"]
    assert reference == "'=cmd|'/C calc'!A0"
    assert rows[-1][-1].replace(".", "") == str(told["closing"]["total"])


async def test_json_is_sent_where_the_query_says_so(borrower: Client, loan_id: str) -> None:
    answer = await borrower.http.get(
        f"/v1/loans/{loan_id}/statement",
        params={"format": "json"},
        headers={"Accept": "text/csv"},
    )
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"ends_on": "2026-04-01"}, "#query/ends_on"),
        ({"begins_on": "2026-03-20", "ends_on": "2026-03-19"}, "#query/begins_on"),
        ({"begins_on": "2025-03-30"}, "#query/begins_on"),
    ],
)
async def test_a_period_is_one_of_the_past_and_at_most_a_year(
    borrower: Client, loan_id: str, query: dict[str, str], pointer: str
) -> None:
    answer = await borrower.get(f"/v1/loans/{loan_id}/statement", **query)
    problem = refused(answer, 400, "invalid_query_parameter")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_the_longest_period_is_a_leap_year(borrower: Client, loan_id: str) -> None:
    assert (await stated(borrower, loan_id, begins_on="2025-03-31"))["closing"]["total"] > 0


async def test_more_movements_than_a_statement_holds_are_refused(
    service: RunningApp, borrower: Client, loan_id: str
) -> None:
    async with service.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO loan_transactions (loan_id, sequence, kind, value_date, booked_on,"
                " amount_minor, currency, reference, recorded_by)"
                " SELECT :loan, number + 1, 'received', :day, :day, 1, 'CNY', 'bank:' || number,"
                " 'finance-1' FROM generate_series(1, :count) AS number"
            ),
            {"loan": uuid_of("loan", loan_id), "day": VALUE_DATE, "count": MOVEMENTS_MAX},
        )
    answer = await borrower.get(f"/v1/loans/{loan_id}/statement")
    refused(answer, 409, "statement_too_long")
    later = (VALUE_DATE + timedelta(days=1)).isoformat()
    assert len((await stated(borrower, loan_id, begins_on=later))["movements"]) > 0
