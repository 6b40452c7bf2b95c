"""A look at the lists before the money goes out: what is new since the decision counts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.kit.roles import Role
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.underwriting.conftest import NOW, Assess
from tests.api.underwriting.officers import bench_for, referred
from tests.api.underwriting.telling import Told, another, told, withdrawal
from tests.api.underwriting.telling import path_of as case_of
from tests.api.underwriting.test_group_loans import grouped
from tests.api.underwriting.test_late_borrowers import Running
from tests.api.underwriting.watchlist.listing import listed, path_of

REMOVAL = {"reason": "another person"}


@dataclass(frozen=True)
class Counter:
    """Disbursement, asking about one payout, and those who keep the lists."""

    service: RunningApp
    client_for: ClientFor
    payout: str

    @property
    def path(self) -> str:
        """Where it asks."""
        return f"/internal/v1/screenings/{self.payout}"

    async def ask(self, submission: Told) -> httpx.Response:
        """What it is answered about a loan."""
        relay = self.client_for(subject="system:disbursement", signer="disbursement")
        return await relay.put(self.path, {"application_id": submission["application"]["id"]})

    async def outcome(self, submission: Told) -> str:
        """The word of the answer."""
        return str(expect(await self.ask(submission), 200)["outcome"])

    async def put_on(self, **said: Any) -> dict[str, Any]:
        """A name that is put on a list now."""
        return await listed(self.keeper, **said)

    async def remove(self, entry: dict[str, Any]) -> None:
        """Take it off again: a second person does."""
        path = f"{path_of(entry)}/removals"
        expect(await self.keeper.post(path, REMOVAL, version=entry["version"]), 201)

    async def checks(self, case_id: UUID) -> list[dict[str, Any]]:
        """The looks as staff see them on the case."""
        bench = bench_for(self.client_for, case_id)
        found = expect(await bench.underwriter.get(f"{bench.path}/checks"), 200)["data"]
        return [each for each in found if each["kind"] == "screening"]

    @property
    def keeper(self) -> Client:
        """Somebody who keeps the lists."""
        return self.client_for(Role.RISK_MANAGER)


@pytest.fixture
def counter(service: RunningApp, client_for: ClientFor) -> Counter:
    """For a payout nobody asked about yet."""
    return Counter(service, client_for, another("pay"))


async def test_who_is_on_no_list_may_be_paid(counter: Counter, assessed: Assess) -> None:
    submission = told()
    case_id = await assessed(submission)
    first = expect(await counter.ask(submission), 200)
    assert (first["payout_id"], first["outcome"]) == (counter.payout, "clear")
    assert first["application_id"] == submission["application"]["id"]
    assert first["screened_on"] == NOW.date().isoformat()
    assert expect(await counter.ask(submission), 200) == first
    (kept,) = await counter.checks(case_id)
    assert kept["outcome"] == "clear"
    assert kept["findings"] == {
        "payout_id": counter.payout,
        "version": first["list_version"],
        "entries": [],
    }


@pytest.mark.parametrize("kind", ["sanctions", "blacklist", "politically_exposed", "greylist"])
async def test_who_was_listed_since_the_decision_is_not_paid_until_the_entry_is_gone(
    kind: str, counter: Counter, assessed: Assess
) -> None:
    submission = told()
    case_id = await assessed(submission)
    number = submission["party"]["identity_number"]
    entry = await counter.put_on(kind=kind, number=number)
    assert await counter.outcome(submission) == "listed"
    (kept,) = await counter.checks(case_id)
    assert kept["findings"]["entries"] == [entry["id"]]
    await counter.remove(entry)
    assert await counter.outcome(submission) == "clear"
    assert [each["outcome"] for each in await counter.checks(case_id)] == ["listed", "clear"]


async def test_a_name_alike_counts_as_well(counter: Counter, assessed: Assess) -> None:
    submission = told()
    await assessed(submission)
    name = submission["party"]["name"]
    entry = await counter.put_on(kind="sanctions", name=name, number=None)
    assert await counter.outcome(submission) == "listed"
    await counter.remove(entry)


async def test_what_people_saw_and_approved_does_not_count_again(
    counter: Counter, assessed: Assess
) -> None:
    submission = referred()
    number = submission["party"]["identity_number"]
    seen = await counter.put_on(kind="greylist", number=number)
    bench = bench_for(counter.client_for, await assessed(submission))
    await bench.recommended()
    expect(await bench.step(bench.approver, "approvals"), 201)
    assert await counter.outcome(submission) == "clear"
    await counter.put_on(kind="politically_exposed", number=number)
    assert await counter.outcome(submission) == "listed"
    assert seen["id"] not in (await counter.checks(bench.case_id))[-1]["findings"]["entries"]


async def test_the_other_members_of_a_group_are_looked_for(
    counter: Counter, assessed: Assess
) -> None:
    member, other = told(), told()
    for each in (member, other):
        await assessed(each)
    submission = grouped(member, other)
    bench = bench_for(counter.client_for, await assessed(submission))
    await bench.recommended()
    expect(await bench.step(bench.approver, "approvals"), 201)
    assert await counter.outcome(submission) == "clear"
    await counter.put_on(kind="blacklist", number=member["party"]["identity_number"])
    assert await counter.outcome(submission) == "listed"


async def test_while_a_member_is_late_the_loan_of_a_group_is_not_paid(
    counter: Counter, assessed: Assess
) -> None:
    member, other = told(), told()
    for each in (member, other):
        await assessed(each)
    submission = grouped(member, other)
    bench = bench_for(counter.client_for, await assessed(submission))
    await bench.recommended()
    expect(await bench.step(bench.approver, "approvals"), 201)
    loan = Running(counter.client_for, member)
    await loan.days_past_due(0)
    assert await counter.outcome(submission) == "clear"
    await loan.days_past_due(1)
    refused(await counter.ask(submission), 409, "group_late_since")
    assert [each["outcome"] for each in await counter.checks(bench.case_id)] == ["clear"]
    await loan.days_past_due(0)
    assert await counter.outcome(submission) == "clear"


async def test_a_committee_that_set_the_groups_cap_aside_did_not_set_lateness_aside(
    counter: Counter, assessed: Assess
) -> None:
    member, other = told(), told()
    for each in (member, other):
        await assessed(each)
    loan = Running(counter.client_for, member)
    await loan.owing(455_000)
    submission = grouped(member, other)
    bench = bench_for(counter.client_for, await assessed(submission))
    await bench.recommended(override_reason="小组成员资信良好")
    for approver in (bench.approver, counter.client_for(Role.APPROVER)):
        expect(await bench.step(approver, "approvals"), 201)
    assert await counter.outcome(submission) == "clear"
    await loan.days_past_due(1)
    refused(await counter.ask(submission), 409, "group_late_since")


async def test_nothing_is_said_of_a_loan_that_is_not_approved(
    counter: Counter, assessed: Assess, neighbour: Client
) -> None:
    waiting = referred()
    await assessed(waiting)
    refused(await counter.ask(waiting), 409, "case_not_approved")
    left = told()
    await assessed(left)
    expect(await neighbour.put(case_of(left), withdrawal(4, 3)), 200)
    refused(await counter.ask(left), 409, "case_not_approved")


async def test_of_an_application_that_never_came_nothing_is_known(counter: Counter) -> None:
    refused(await counter.ask(told()), 404, "not_found")
