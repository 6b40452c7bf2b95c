"""A borrower whose loan grows late while nobody tells anything more of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.tables import DecisionRow
from tests.api.signed_clients import ClientFor, RunningApp, expect, refused
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.officers import bench_for
from tests.api.underwriting.telling import Told, another, told, yuan

DAY = timedelta(days=1)
# The day after that of the tests.
DUE_ON = "2026-11-24"


@pytest.fixture
async def owing(assessed: Assess, client_for: ClientFor) -> dict[str, Any]:
    """A borrower's loan as it was told on the day it was paid out, and never again."""
    first = told()
    await assessed(first)
    loan = {
        "sequence": 1,
        "after": 0,
        "loan_id": another("loan"),
        "application_id": first["application"]["id"],
        "party_id": first["party"]["id"],
        "outstanding": yuan(10_000),
        "days_past_due": 0,
        "late_after": DUE_ON,
        "status": "active",
    }
    await tell(client_for, loan)
    return {"loan": loan, "party": first["party"], "first": first}


async def tell(client_for: ClientFor, loan: Told) -> None:
    repayment = client_for(subject="system:relay", signer="repayment")
    expect(await repayment.put(f"/internal/v1/exposures/{loan['party_id']}", loan), 200)


async def outcome_of(service: RunningApp, case_id: UUID) -> tuple[str, set[str]]:
    """Where the case stands, and why."""
    async with service.sessions() as session:
        row = await session.get_one(CaseRow, case_id)
        decision = await session.get_one(DecisionRow, row.decision_id)
        return row.status, {each["code"] for each in decision.reasons}


async def test_who_is_late_by_a_day_gets_no_second_loan(
    owing: dict[str, Any], assessed: Assess, service: RunningApp
) -> None:
    service.advance(DAY)
    status, reasons = await outcome_of(service, await assessed(told(party=owing["party"])))
    assert (status, "overdue_with_us" in reasons) == ("manual", False)
    service.advance(DAY)
    status, reasons = await outcome_of(service, await assessed(told(party=owing["party"])))
    assert (status, reasons) == ("auto_declined", {"overdue_with_us"})


async def test_who_has_paid_meanwhile_does(
    owing: dict[str, Any], assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    service.advance(2 * DAY)
    paid = owing["loan"] | {"sequence": 2, "after": 1, "late_after": "2026-12-24"}
    await tell(client_for, paid)
    status, reasons = await outcome_of(service, await assessed(told(party=owing["party"])))
    assert (status, "overdue_with_us" in reasons) == ("manual", False)


async def test_nor_does_a_fellow_of_the_group(
    owing: dict[str, Any], assessed: Assess, service: RunningApp
) -> None:
    service.advance(2 * DAY)
    asking = told(product={"type": "group"})
    members = [each["party"]["id"] for each in (asking, owing["first"], told())]
    asking["group"] = {"id": another("grp"), "is_frozen": False, "members": members}
    assert await outcome_of(service, await assessed(asking)) == ("auto_declined", {"group_frozen"})


async def test_nor_is_it_approved_by_people_who_were_asked_in_time(
    owing: dict[str, Any], assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    party = owing["party"] | {"warnings": ["identity_region_unverified"]}
    bench = bench_for(client_for, await assessed(told(party=party)))
    await bench.recommended()
    service.advance(2 * DAY)
    refused(await bench.step(bench.approver, "approvals"), 409, "borrower_late_since")
