"""A loan opens when its money arrived and our engine draws what was signed; once, however told."""

import asyncio
import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.roles import Role
from services.loan_engine.terms import Fee, FeeTiming
from tests.api.repayment.conftest import TODAY
from tests.api.repayment.telling import (
    FEE_MINOR,
    FREE_OF_FEES,
    LENT_MINOR,
    LEVEL,
    Told,
    a_funding,
    another_payout,
    tell,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

BUSINESS_DAY = FixedClock(TODAY).today()


async def entries_of(reader: Client, loan_id: str) -> list[dict[str, Any]]:
    page = expect(await reader.get("/v1/ledger/entries", loan_id=loan_id), 200)
    found: list[dict[str, Any]] = page["data"]
    return found


def sides_of(entry: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(line["side"], line["account"], line["amount"]["amount"]) for line in entry["lines"]]


@pytest.fixture
def finance(client_for: ClientFor) -> Client:
    """Somebody who reads loans and books."""
    return client_for(Role.FINANCE_CHECKER)


async def test_money_that_arrived_opens_the_loan_on_its_value_date(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    taken = expect(await tell(neighbour, funding), 200)
    loan = expect(await finance.get(f"/v1/loans/{taken['loan_id']}"), 200)
    assert (taken["status"], taken["version"]) == ("active", 2)
    assert loan["status"] == "active"
    assert loan["disbursed_on"] == funding["payout"]["value_date"]
    assert loan["payout_id"] == funding["payout"]["id"]
    assert loan["contract_id"] == funding["contract"]["id"]
    assert loan["principal"] == {"amount": LENT_MINOR, "currency": "CNY"}
    assert loan["terms"]["penalty_multiple"] == "1.5"
    assert loan["matures_on"] == funding["schedule"]["rows"][-1]["due_on"]


async def test_the_schedule_that_binds_is_that_of_the_value_date(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    taken = expect(await tell(neighbour, funding), 200)
    schedule = expect(await finance.get(f"/v1/loans/{taken['loan_id']}/schedule"), 200)
    assert schedule["rows"] == funding["schedule"]["rows"]
    assert schedule["rows"] != funding["contract"]["schedule"]["rows"]
    assert schedule["fees_at_disbursement"] == FEE_MINOR


async def test_c8_principal_and_the_fee_of_the_first_day_are_booked(
    neighbour: Client, finance: Client
) -> None:
    taken = expect(await tell(neighbour, a_funding(value_date=BUSINESS_DAY)), 200)
    (entry,) = await entries_of(finance, taken["loan_id"])
    assert sides_of(entry) == [
        ("debit", "loan_principal", LENT_MINOR),
        ("debit", "fees_receivable", FEE_MINOR),
        ("credit", "funding_clearing", LENT_MINOR),
        ("credit", "fee_income", FEE_MINOR),
    ]
    assert entry["value_date"] == BUSINESS_DAY.isoformat()
    assert entry["lines"][2]["dimensions"] == {"product": "SOLE_TRADER_CREDIT"}


async def test_what_was_borne_since_an_earlier_value_date_is_booked_at_once(
    neighbour: Client, finance: Client
) -> None:
    taken = expect(await tell(neighbour, a_funding()), 200)
    (entry,) = await entries_of(finance, taken["loan_id"])
    # 30,000 at 12 per cent for the 18 days since 12 March, of months of thirty.
    borne = [each for each in sides_of(entry) if "interest" in each[1]]
    assert borne == [
        ("debit", "interest_receivable", 18_000),
        ("credit", "interest_income", 18_000),
    ]


async def test_without_a_fee_on_the_first_day_the_principal_alone_is_booked(
    neighbour: Client, finance: Client
) -> None:
    later = replace(FREE_OF_FEES, fees=(Fee("account", 100, FeeTiming.INSTALMENT),))
    taken = expect(await tell(neighbour, a_funding(later, value_date=BUSINESS_DAY)), 200)
    (entry,) = await entries_of(finance, taken["loan_id"])
    assert len(entry["lines"]) == 2
    loan = expect(await finance.get(f"/v1/loans/{taken['loan_id']}"), 200)
    assert loan["next_due"]["due_on"] == "2026-04-30"


async def test_money_is_not_booked_on_a_day_that_is_still_to_come(neighbour: Client) -> None:
    tomorrow = a_funding(value_date=BUSINESS_DAY + timedelta(days=1))
    assert refused(await tell(neighbour, tomorrow), 409, "day_not_open")["retryable"]


async def test_c14_the_same_message_twenty_times_at_once_opens_one_loan(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    answers = await asyncio.gather(*(tell(neighbour, funding) for _ in range(20)))
    taken = [expect(answer, 200) for answer in answers]
    assert {each["loan_id"] for each in taken} == {taken[0]["loan_id"]}
    assert {each["version"] for each in taken} == {2}
    assert len(await entries_of(finance, taken[0]["loan_id"])) == 1
    page = expect(await finance.get(f"/v1/loans/{taken[0]['loan_id']}/transactions"), 200)
    assert [each["kind"] for each in page["data"]] == ["disbursed"]


async def test_the_same_payout_under_a_later_number_changes_nothing(
    neighbour: Client, finance: Client
) -> None:
    funding = a_funding()
    first = expect(await tell(neighbour, funding), 200)
    again = expect(await tell(neighbour, funding | {"sequence": 11, "after": 9}), 200)
    assert again == first
    assert len(await entries_of(finance, first["loan_id"])) == 1


async def test_what_comes_too_early_is_refused_until_the_rest_has_come(neighbour: Client) -> None:
    early = a_funding() | {"sequence": 9, "after": 5}
    problem = refused(await tell(neighbour, early), 409, "sequence_gap")
    assert problem["retryable"] is True


async def test_a_second_payout_of_a_funded_loan_is_refused(neighbour: Client) -> None:
    funding = a_funding()
    expect(await tell(neighbour, funding), 200)
    second = another_payout(funding, sequence=12, after=9, value_date=date(2026, 3, 20))
    refused(await tell(neighbour, second), 409, "transition_not_allowed")


async def test_a_contract_that_was_told_otherwise_is_refused(neighbour: Client) -> None:
    funding = a_funding()
    expect(await tell(neighbour, funding), 200)
    other = funding | {"sequence": 12, "after": 9, "owner": "somebody-else"}
    refused(await tell(neighbour, other), 409, "contract_differs")


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        (("contract", "schedule", "rows", 3, "interest"), "/contract/schedule/rows/3/interest"),
        (("schedule", "rows", 0, "principal"), "/schedule/rows/0/principal"),
        (("schedule", "totals", "paid"), "/schedule/totals/paid"),
        (("schedule", "instalment"), "/schedule/instalment"),
    ],
)
async def test_a_figure_our_engine_does_not_draw_is_pointed_at(
    neighbour: Client, service: RunningApp, place: tuple[Any, ...], pointer: str
) -> None:
    funding = a_funding()
    *way, last = place
    spot: Any = funding
    for step in way:
        spot = spot[step]
    spot[last] += 1
    problem = refused(await tell(neighbour, funding), 409, "schedule_not_reproduced")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert str(spot[last]) not in str(problem["errors"])
    async with service.sessions() as session:
        found = text("SELECT count(*) FROM loans WHERE contract_id = :id")
        contract_id = uuid_of("ctr", funding["contract"]["id"])
        assert await session.scalar(found, {"id": contract_id}) == 0


async def test_a_funding_that_was_refused_is_taken_once_it_is_right(neighbour: Client) -> None:
    right = a_funding()
    wrong = copy.deepcopy(right)
    wrong["schedule"]["annual_cost"]["simple"] = "12.34"
    refused(await tell(neighbour, wrong), 409, "schedule_not_reproduced")
    assert expect(await tell(neighbour, right), 200)["status"] == "active"


async def test_an_unknown_engine_opens_no_loan(neighbour: Client) -> None:
    funding = a_funding()
    funding["contract"]["engine_version"] = "7.3"
    refused(await tell(neighbour, funding), 409, "engine_version_unknown")


async def test_less_than_the_principal_opens_no_loan(neighbour: Client) -> None:
    funding = a_funding()
    funding["payout"]["amount"]["amount"] -= FEE_MINOR
    refused(await tell(neighbour, funding), 409, "funding_not_principal")


async def test_terms_of_no_loan_are_refused(neighbour: Client) -> None:
    funding = a_funding()
    funding["contract"]["terms"]["terms"]["first_due_on"] = "2026-03-01"
    problem = refused(await tell(neighbour, funding), 422, "validation_failed")
    assert problem["errors"][0]["pointer"] == "/contract/terms"


async def test_a_first_due_date_before_the_money_came_opens_no_loan(neighbour: Client) -> None:
    loan = replace(LEVEL, first_due_on=date(2026, 3, 12))
    funding = a_funding(loan, value_date=date(2026, 3, 11))
    funding["payout"]["value_date"] = "2026-03-12"
    problem = refused(await tell(neighbour, funding), 409, "schedule_not_reproduced")
    assert problem["errors"][0]["pointer"] == "/contract/terms"


@pytest.mark.parametrize("pointer", ["/contract/id", "/payout_id"])
async def test_the_path_and_the_message_name_the_same_thing(
    neighbour: Client, pointer: str
) -> None:
    funding = a_funding()
    if pointer == "/contract/id":
        path, body = f"/internal/v1/loans/{typeid_of('ctr', new_id())}", funding
    else:
        path = f"/internal/v1/funding-reversals/{typeid_of('pay', new_id())}"
        body = {
            "sequence": 1,
            "after": 0,
            "kind": "funding_reversal",
            "contract_id": funding["contract"]["id"],
            "payout_id": funding["payout"]["id"],
            "amount": {"amount": 1, "currency": "CNY"},
            "returned_on": "2026-03-16",
            "reason_code": "account_closed",
        }
    problem = refused(await neighbour.put(path, body), 422, "validation_failed")
    assert problem["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("signer", ["gateway", "application"])
async def test_nobody_but_disbursement_reaches_the_door(client_for: ClientFor, signer: str) -> None:
    stranger = client_for(subject="system:relay", signer=signer)
    answer = await tell(stranger, a_funding())
    assert answer.status_code in {401, 403, 404}, answer.text


async def test_what_was_signed_stays_as_it_was(
    neighbour: Client, database: Addresses, service: RunningApp
) -> None:
    """Neither the running role nor the owner rewrites what happened, and terms are pinned."""
    taken: Told = expect(await tell(neighbour, a_funding()), 200)
    loan_id = uuid_of("loan", taken["loan_id"])
    refused_to = {
        database.url(service.name): "UPDATE repayment.loans SET rate_ppm = 1 WHERE loan_id = $1",
        database.owner_url(service.name): (
            "UPDATE repayment.loan_transactions SET amount_minor = 1 WHERE loan_id = $1"
        ),
    }
    for url, statement in refused_to.items():
        connection = await asyncpg.connect(url)
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement, loan_id)
        finally:
            await connection.close()


async def test_a_principal_beyond_the_engines_reach_is_refused_by_the_database(
    neighbour: Client, database: Addresses, service: RunningApp
) -> None:
    taken = expect(await tell(neighbour, a_funding()), 200)
    owner = await asyncpg.connect(database.owner_url(service.name))
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(
                "UPDATE repayment.loans SET principal_minor = 10000000001 WHERE loan_id = $1",
                uuid_of("loan", taken["loan_id"]),
            )
    finally:
        await owner.close()
