"""A borrower who falls behind on a running loan while another one is decided."""

from typing import Any

import pytest

from services.kit.roles import Role
from tests.api.signed_clients import ClientFor, expect, refused
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.officers import WISH, Bench, bench_for
from tests.api.underwriting.telling import Told, another, told, yuan

RETURN = {"reason": "该客户现已逾期"}


class Running:
    """A loan that was paid out to a borrower, and the service that tells of it."""

    def __init__(self, client_for: ClientFor, of: Told) -> None:
        self.of, self._told, self._loan_id = of, 0, another("loan")
        self._repayment = client_for(subject="system:relay", signer="repayment")

    async def days_past_due(self, days: int) -> None:
        """Repayment tells that the loan is so late."""
        await self._tell(yuan(10_000), days)

    async def owing(self, outstanding: int) -> None:
        """Repayment tells that so much is left of it, nothing of it late."""
        await self._tell(yuan(outstanding), 0)

    async def _tell(self, outstanding: dict[str, Any], days: int) -> None:
        self._told += 1
        party_id = self.of["party"]["id"]
        report = {
            "sequence": self._told,
            "after": self._told - 1,
            "loan_id": self._loan_id,
            "application_id": self.of["application"]["id"],
            "party_id": party_id,
            "outstanding": outstanding,
            "days_past_due": days,
            "status": "active",
        }
        expect(await self._repayment.put(f"/internal/v1/exposures/{party_id}", report), 200)


@pytest.fixture
async def running(assessed: Assess, client_for: ClientFor) -> Running:
    """A loan nobody is late with yet."""
    first = told()
    await assessed(first)
    loan = Running(client_for, first)
    await loan.days_past_due(0)
    return loan


@pytest.fixture
async def bench(running: Running, assessed: Assess, client_for: ClientFor) -> Bench:
    """The desk on which the same borrower's second loan lies."""
    party = running.of["party"] | {"warnings": ["identity_region_unverified"]}
    return bench_for(client_for, await assessed(told(party=party)))


async def test_who_is_late_since_the_assessment_is_not_approved_until_it_has_paid(
    bench: Bench, running: Running
) -> None:
    assert (await bench.recommended())["authority"] == "level_1"
    await running.days_past_due(30)
    refused(await bench.step(bench.approver, "approvals"), 409, "borrower_late_since")
    assert (await bench.read())["status"] == "recommended"
    await running.days_past_due(0)
    assert expect(await bench.step(bench.approver, "approvals"), 201)["status"] == "approved"


async def test_to_lend_to_who_is_late_by_now_is_an_override_with_a_reason_and_two_approvers(
    bench: Bench, running: Running
) -> None:
    await bench.recommended()
    await running.days_past_due(3)
    refused(await bench.step(bench.approver, "approvals"), 409, "borrower_late_since")
    expect(await bench.step(bench.approver, "returns", RETURN), 201)
    await bench.claimed()
    refused(
        await bench.step(bench.underwriter, "recommendations", WISH), 409, "override_reason_needed"
    )
    knowing = WISH | {"override_reason": "逾期系银行扣款故障"}
    again = expect(await bench.step(bench.underwriter, "recommendations", knowing), 201)
    assert (again["authority"], again["recommendation"]["approvals_needed"]) == ("committee", 2)
    first = expect(await bench.step(bench.approver, "approvals"), 201)
    assert first["status"] == "recommended"
    second = expect(await bench.step(bench.client_for(Role.APPROVER), "approvals"), 201)
    assert second["status"] == "approved"
    decision = expect(await bench.approver.get(f"/v1/decisions/{second['decision_id']}"), 200)
    assert decision["is_override"]


async def test_an_override_that_did_not_know_of_the_lateness_does_not_cover_it(
    bench: Bench, running: Running
) -> None:
    recommended = await bench.recommended(amount=yuan(300_000), override_reason="集中授信")
    assert recommended["authority"] == "committee"
    expect(await bench.step(bench.approver, "approvals"), 201)
    await running.days_past_due(1)
    second = bench.client_for(Role.APPROVER)
    refused(await bench.step(second, "approvals"), 409, "borrower_late_since")
    await running.days_past_due(0)
    assert expect(await bench.step(second, "approvals"), 201)["status"] == "conditional"
